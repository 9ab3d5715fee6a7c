package io.bpf4j.verifier;

import java.util.List;
import java.util.Objects;

/**
 * The verdicts of an object's programs, in the object's order.
 *
 * @param object the object's name; not null
 * @param kernel name of the profile; not null
 * @param programs one verdict a program
 */
public record VerificationReport(String object, String kernel, List<ProgramVerdict> programs) {
  public VerificationReport {
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(kernel, "kernel");
    programs = List.copyOf(programs);
  }

  /** Whether every program is accepted. */
  public boolean isAccepted() {
    return programs.stream().allMatch(program -> program.verdict() == Verdict.ACCEPTED);
  }
}
