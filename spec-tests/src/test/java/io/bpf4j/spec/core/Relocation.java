package io.bpf4j.spec.core;

import io.bpf4j.MalformedException;
import io.bpf4j.RelocationException;
import io.bpf4j.link.CoreRelocator;
import io.bpf4j.link.Linker;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.core.LibbpfRelocation.Mode;
import io.bpf4j.spec.core.LibbpfRelocation.Outcome;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our own relocation, in the terms in which libbpf's is told. */
final class Relocation {
  private static final int EINVAL = 22;

  private Relocation() {}

  /** The outcomes by program. */
  static Map<String, Outcome> of(ObjectSpec object, CoreRelocator relocator, Mode mode) {
    return switch (mode) {
      case EACH -> each(object, relocator);
      case WHOLE -> whole(object, relocator);
    };
  }

  private static Map<String, Outcome> each(ObjectSpec object, CoreRelocator relocator) {
    Map<String, Outcome> out = new LinkedHashMap<>();
    for (ProgramSpec program : object.programs()) {
      ObjectSpec alone = object.toBuilder().programs(List.of(program)).build();
      out.putAll(whole(alone, relocator));
    }
    return out;
  }

  private static Map<String, Outcome> whole(ObjectSpec object, CoreRelocator relocator) {
    Map<String, Outcome> out = new LinkedHashMap<>();
    try {
      ObjectSpec relocated = relocator.relocate(Linker.link(object));
      for (ProgramSpec program : relocated.programs()) {
        byte[] code = program.code().encode(object.byteOrder());
        out.put(program.name(), new Outcome(0, HexFormat.of().formatHex(code)));
      }
    } catch (RelocationException | MalformedException e) {
      object.programs().forEach(p -> out.put(p.name(), new Outcome(-EINVAL, e.getMessage())));
    }
    return out;
  }
}
