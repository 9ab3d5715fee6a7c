package io.bpf4j.link;

import io.bpf4j.object.CoreRelocation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one CO-RE relocation.
 *
 * @param function the program or subprogram with the instruction
 * @param relocation as the object had it; its pc is in that function's code
 * @param local what is asked, as C writes it, such as {@code "struct task_struct.mm"}
 * @param match the same in the target, or empty where nothing matches
 * @param candidates the target types that were looked at, each with its BTF id
 * @param before what the instruction held
 * @param after what it holds now; of a poisoned one the number that calls for a fault
 * @param poison why the instruction was replaced by a call that no kernel accepts, so that only
 *     dead code may hold it; or empty
 */
public record RelocationResult(
    String function,
    CoreRelocation relocation,
    String local,
    Optional<String> match,
    List<String> candidates,
    long before,
    long after,
    Optional<String> poison) {
  public RelocationResult {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(relocation, "relocation");
    Objects.requireNonNull(local, "local");
    Objects.requireNonNull(match, "match");
    candidates = List.copyOf(candidates);
    Objects.requireNonNull(poison, "poison");
  }

  /** Whether the instruction must never run. */
  public boolean isPoisoned() {
    return poison.isPresent();
  }

  /** One line: where, what, and what came of it. */
  @Override
  public String toString() {
    String asked =
        function + ", pc " + relocation.pc() + ": " + relocation.kind().text() + " of " + local;
    return asked
        + (isPoisoned() ? ": poisoned, " + poison.get() : ": " + before + " -> " + after)
        + match.map(m -> " (" + m + ")").orElse("");
  }
}
