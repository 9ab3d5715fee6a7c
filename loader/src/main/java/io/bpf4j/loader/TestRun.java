package io.bpf4j.loader;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What came of a test run (BPF_PROG_TEST_RUN).
 *
 * @param returnValue the program's return value, its low 32 bits
 * @param packet the packet as the program left it; empty where the program type has none
 * @param context the context as the program left it; empty where none was given
 * @param durationNanos how long one run took on average, in nanoseconds
 */
public record TestRun(int returnValue, byte[] packet, byte[] context, int durationNanos) {
  public TestRun {
    Objects.requireNonNull(packet, "packet");
    Objects.requireNonNull(context, "context");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TestRun run
        && returnValue == run.returnValue
        && durationNanos == run.durationNanos
        && Arrays.equals(packet, run.packet)
        && Arrays.equals(context, run.context);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        returnValue, durationNanos, Arrays.hashCode(packet), Arrays.hashCode(context));
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return "TestRun[returnValue="
        + returnValue
        + ", packet="
        + hex.formatHex(packet)
        + ", context="
        + hex.formatHex(context)
        + ", durationNanos="
        + durationNanos
        + "]";
  }
}
