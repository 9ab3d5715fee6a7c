package io.bpf4j.verifier;

import io.bpf4j.object.ProgramSpec;
import java.util.Objects;
import java.util.Optional;

/**
 * The verdict of one program on one kernel.
 *
 * @param program the program, linked; not null
 * @param kernel name of the profile; not null
 * @param verdict the verdict; not null
 * @param rejection why it is rejected, null unless it is
 * @param unsupported what the model lacks, "" unless the verdict is UNSUPPORTED; not null
 * @param unsupportedPc where it was met, -1 where unknown
 * @param budget what the walk took
 */
public record ProgramVerdict(
    ProgramSpec program,
    String kernel,
    Verdict verdict,
    Rejection rejection,
    String unsupported,
    int unsupportedPc,
    Budget budget) {
  public ProgramVerdict {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(unsupported, "unsupported");
    Objects.requireNonNull(budget, "budget");
    if ((verdict == Verdict.REJECTED) != (rejection != null)) {
      throw new IllegalArgumentException("a rejection goes with REJECTED, and only with it");
    }
  }

  /** Why it is rejected, where it is. */
  public Optional<Rejection> whyRejected() {
    return Optional.ofNullable(rejection);
  }
}
