package io.bpf4j.spec.compare;

import io.bpf4j.asm.Disassembler;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.ProgramSpec;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Shows one program, what the kernel did with it, and what the offline verifier did. */
public final class SideBySide {
  private SideBySide() {}

  /** The program's text. */
  public static String listing(ProgramSpec program) {
    NavigableMap<Integer, String> names = new TreeMap<>();
    for (FunctionEntry function : program.functions()) {
      names.put(function.pc(), function.name());
    }
    return Disassembler.llvm().listing(program.code(), names);
  }

  /** Program, both logs in full, both verdicts. */
  public static String text(Compared compared, KernelOracle kernel) {
    String log = kernel.log(compared.program().object());
    return header(compared)
        + listing(compared.program().program())
        + "\n--- kernel ---\n"
        + log
        + "\n--- offline ---\n"
        + compared.offline().report()
        + "\n"
        + verdicts(compared);
  }

  /** Family, type, license and mutations. */
  public static String header(Compared compared) {
    ProgramSpec program = compared.program().program();
    List<String> mutations = compared.program().mutations();
    return compared.program().id()
        + " "
        + compared.program().family()
        + " "
        + program.type()
        + " "
        + compared.program().object().license()
        + (mutations.isEmpty() ? "" : " mutated: " + mutations)
        + "\n";
  }

  /** Both verdicts, a line each. */
  public static String verdicts(Compared compared) {
    KernelAnswer kernel = compared.kernel();
    OfflineAnswer ours = compared.offline();
    return "kernel:  %s %s, visited %d%noffline: %s %s at pc %d: %s, visited %d%n"
        .formatted(
            kernel.accepted() ? "ACCEPTED" : "REJECTED",
            kernel.messages(),
            kernel.visited(),
            ours.kind(),
            ours.rule(),
            ours.pc(),
            ours.message(),
            ours.visited());
  }

  /** The last lines of the kernel's full log. */
  public static String tail(Compared compared, KernelOracle kernel, int lines) {
    String log = kernel.log(compared.program().object());
    List<String> all = log.lines().filter(line -> !line.startsWith("mark_precise:")).toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }
}
