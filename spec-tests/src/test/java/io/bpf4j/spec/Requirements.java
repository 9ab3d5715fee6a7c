package io.bpf4j.spec;

/** Whether a test that lacks what it needs is skipped or fails. */
final class Requirements {
  private static final String VARIABLE = "BPF4J_REQUIRE_KERNEL";

  private Requirements() {}

  /** Fails where skipping is not allowed; else returns. */
  static void failIfRequired(String what, String reason) {
    if ("true".equals(System.getenv(VARIABLE))) {
      throw new AssertionError(
          VARIABLE + "=true, but " + what + " is not there to test with: " + reason);
    }
  }
}
