package io.bpf4j.spec.compare;

import io.bpf4j.spec.generate.GeneratedProgram;

/**
 * One program and the two answers.
 *
 * @param program the program
 * @param kernel the kernel's answer
 * @param offline the offline verifier's
 */
public record Compared(GeneratedProgram program, KernelAnswer kernel, OfflineAnswer offline) {

  /** How they relate. */
  public Outcome outcome() {
    return Outcome.of(kernel, offline.kind());
  }

  /** Whether both reject with the same words. */
  public boolean sameMessage() {
    return outcome() == Outcome.BOTH_REJECT
        && kernel.messages().stream().anyMatch(offline.message().strip()::equals);
  }

  /** Whether the instructions visited differ by at most a tenth. */
  public boolean visitedAlike() {
    return Math.abs(kernel.visited() - offline.visited()) * 10 <= kernel.visited();
  }

  /** What disagreements are grouped by: the outcome, and who complains of what. */
  public String group() {
    return switch (outcome()) {
      case FALSE_ACCEPT -> "false accept: kernel says \"" + kernel.messageShape() + "\"";
      case FALSE_REJECT ->
          "false reject: " + offline.rule() + " \"" + KernelAnswer.shape(offline.message()) + "\"";
      case UNSUPPORTED_ACCEPTED, UNSUPPORTED_REJECTED ->
          outcome().text() + ": " + KernelAnswer.shape(offline.rule() + " " + offline.message());
      case NO_VERDICT -> "no verdict: " + kernel.message();
      case FAILURE -> "failure: " + offline.message();
      case BOTH_ACCEPT, BOTH_REJECT -> outcome().text();
    };
  }
}
