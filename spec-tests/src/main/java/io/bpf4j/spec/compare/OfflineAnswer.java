package io.bpf4j.spec.compare;

/**
 * What the offline verifier said of a program.
 *
 * @param kind accepted, rejected, or cannot tell
 * @param rule id of the rule that rejects it, or what is not modelled; "" where it is accepted
 * @param pc where, or -1
 * @param message the kernel's wording of the rejection, "" where it is accepted
 * @param visited instructions that were visited
 * @param report the whole report as text
 */
public record OfflineAnswer(
    Kind kind, String rule, int pc, String message, long visited, String report) {
  /** The three verdicts, and the failure that must not be. */
  public enum Kind {
    ACCEPTED,
    REJECTED,
    UNSUPPORTED,
    /** The verifier threw an exception. */
    FAILED
  }
}
