package io.bpf4j.loader;

import io.bpf4j.kernel.SectionFlag;
import io.bpf4j.kernel.SectionKind;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.object.ProgramSpec;

/** What a program's section name asks of the loader. */
final class SectionFlags {
  private SectionFlags() {}

  /** The BPF_F_* of program loading that the name stands for. */
  static int of(ProgramSpec program) {
    return SectionNames.find(program.section()).map(SectionFlags::of).orElse(0);
  }

  private static int of(SectionKind kind) {
    return (kind.has(SectionFlag.SLEEPABLE) ? ProgramLoad.FLAG_SLEEPABLE : 0)
        | (kind.has(SectionFlag.XDP_FRAGMENTS) ? ProgramLoad.FLAG_XDP_HAS_FRAGMENTS : 0);
  }

  /** False where the name begins with a question mark. */
  static boolean isLoadedByDefault(ProgramSpec program) {
    return SectionNames.find(program.section()).map(SectionKind::autoload).orElse(true);
  }
}
