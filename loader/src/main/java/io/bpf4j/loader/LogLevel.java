package io.bpf4j.loader;

/**
 * How much the kernel's verifier writes to its log (BPF_LOG_* of linux/bpf_verifier.h, the {@code
 * log_level} of BPF_PROG_LOAD).
 */
public enum LogLevel {
  /** No log: the fastest. */
  NONE(0),
  /** The path to the fault, and the statistics. */
  LEVEL1(1),
  /** Every instruction on every path, and the statistics. */
  LEVEL2(2),
  /** The statistics only (from Linux 5.2). */
  STATS(4);

  private final int number;

  LogLevel(int number) {
    this.number = number;
  }

  /** The kernel's number. */
  public int number() {
    return number;
  }
}
