package io.bpf4j.spec.compare;

/** How the two verdicts on a program relate. */
public enum Outcome {
  BOTH_ACCEPT("accepted by both"),
  BOTH_REJECT("rejected by both"),
  FALSE_ACCEPT("accepted offline, rejected by the kernel"),
  FALSE_REJECT("rejected offline, accepted by the kernel"),
  UNSUPPORTED_ACCEPTED("unsupported offline, accepted by the kernel"),
  UNSUPPORTED_REJECTED("unsupported offline, rejected by the kernel"),
  FAILURE("the offline verifier failed"),
  NO_VERDICT("the kernel gave no verdict");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /** In words. */
  public String text() {
    return text;
  }

  /** Whether this counts against the 3 per cent. */
  public boolean isFalseReject() {
    return this == FALSE_REJECT || this == UNSUPPORTED_ACCEPTED;
  }

  static Outcome of(KernelAnswer kernel, OfflineAnswer.Kind offline) {
    if (!kernel.given()) {
      return NO_VERDICT;
    }
    boolean kernelAccepts = kernel.accepted();
    return switch (offline) {
      case ACCEPTED -> kernelAccepts ? BOTH_ACCEPT : FALSE_ACCEPT;
      case REJECTED -> kernelAccepts ? FALSE_REJECT : BOTH_REJECT;
      case UNSUPPORTED -> kernelAccepts ? UNSUPPORTED_ACCEPTED : UNSUPPORTED_REJECTED;
      case FAILED -> FAILURE;
    };
  }
}
