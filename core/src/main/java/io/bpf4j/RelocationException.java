package io.bpf4j;

import java.util.List;
import java.util.Objects;

/** A CO-RE relocation that cannot be applied to the target's BTF. */
public final class RelocationException extends BpfException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 8;

  private final String function;
  private final int pc;
  private final String type;
  private final String access;
  private final transient List<String> candidates;

  /**
   * @param function the program or subprogram with the instruction; not null
   * @param pc slot of the instruction
   * @param type the local type, as C writes it; not null
   * @param access what is asked, such as {@code "byte_off of struct task_struct.mm"}; not null
   * @param candidates the target types that were considered; not null, may be empty
   * @param reason what is wrong; not null
   */
  public RelocationException(
      String function, int pc, String type, String access, List<String> candidates, String reason) {
    super(
        function + ", pc " + pc + ": " + access + ": " + reason + " (" + text(candidates) + ")",
        null);
    this.function = Objects.requireNonNull(function, "function");
    this.pc = pc;
    this.type = Objects.requireNonNull(type, "type");
    this.access = Objects.requireNonNull(access, "access");
    this.candidates = List.copyOf(candidates);
  }

  private static String text(List<String> candidates) {
    int more = candidates.size() - MOST_SHOWN;
    return candidates.isEmpty()
        ? "no candidates"
        : "candidates: "
            + String.join(", ", candidates.subList(0, Math.min(MOST_SHOWN, candidates.size())))
            + (more > 0 ? " and " + more + " more" : "");
  }

  /** The program or subprogram with the instruction; never null. */
  public String function() {
    return function;
  }

  /** Slot of the instruction in that function's code. */
  public int pc() {
    return pc;
  }

  /** The local type, as C writes it; never null. */
  public String type() {
    return type;
  }

  /** What was asked, such as {@code "byte_off of struct task_struct.mm"}; never null. */
  public String access() {
    return access;
  }

  /** The target types that were considered; never null (empty after deserialisation). */
  public List<String> candidates() {
    return candidates == null ? List.of() : candidates;
  }
}
