package io.bpf4j.spec.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * One run of a case.
 *
 * @param text the row as it stands in the file
 * @param order the byte order that it is for, null for both
 * @param in what the run begins with
 * @param packet what the program is run on
 * @param out what must be there afterwards
 * @param returned what the program must return, null where it must go through to its end
 */
record ConformanceRow(
    String text, ByteOrder order, State in, byte[] packet, State out, Integer returned) {
  /** What a program returns that reached the end of its case. */
  static final int WENT_THROUGH = 0x600d;

  /** Bytes of the map's value: ten registers and the memory. */
  static final int VALUE_SIZE = 144;

  private static final int MEMORY = 80;

  /**
   * Registers and memory.
   *
   * @param registers by number, those that matter
   * @param memory its first bytes; empty where it does not matter
   */
  record State(Map<Integer, Long> registers, byte[] memory) {}

  boolean isFor(ByteOrder itsOrder) {
    return order == null || order == itsOrder;
  }

  int expectedReturn() {
    return returned == null ? WENT_THROUGH : returned;
  }

  /** The map's value before the run. */
  byte[] value(ByteOrder itsOrder) {
    ByteBuffer out = ByteBuffer.allocate(VALUE_SIZE).order(itsOrder);
    in.registers().forEach((register, value) -> out.putLong(8 * register, value));
    return out.put(MEMORY, in.memory()).array();
  }

  /** What is wrong in the map's value after the run; empty where nothing is. */
  String difference(byte[] value, ByteOrder itsOrder) {
    StringBuilder wrong = new StringBuilder();
    ByteBuffer in = ByteBuffer.wrap(value).order(itsOrder);
    out.registers()
        .forEach(
            (register, expected) -> {
              long actual = in.getLong(8 * register);
              if (actual != expected) {
                wrong.append(String.format(" r%d=0x%x", register, actual));
              }
            });
    byte[] memory = Arrays.copyOfRange(value, MEMORY, MEMORY + out.memory().length);
    if (!Arrays.equals(memory, out.memory())) {
      wrong.append(" mem=").append(HexFormat.of().formatHex(memory));
    }
    return wrong.toString();
  }
}
