package io.bpf4j.cli;

import io.bpf4j.uapi.ProgramType;

/** Names of return values. */
final class ReturnValues {
  /** enum xdp_action (uapi/linux/bpf.h). */
  private static final String[] XDP = {
    "XDP_ABORTED", "XDP_DROP", "XDP_PASS", "XDP_TX", "XDP_REDIRECT"
  };

  private ReturnValues() {}

  static String of(ProgramType type, int value) {
    boolean named = type == ProgramType.XDP && value >= 0 && value < XDP.length;
    return named ? XDP[value] + " (" + value + ")" : Integer.toUnsignedString(value);
  }
}
