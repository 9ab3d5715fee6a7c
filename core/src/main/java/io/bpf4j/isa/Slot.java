package io.bpf4j.isa;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 8 bytes of a slot as one number, the same in both byte orders: opcode in the lowest byte,
 * then destination and source, the offset, and the immediate in the upper half (RFC 9669, section
 * 3.1, as a little-endian machine reads it).
 */
final class Slot {
  static final int BYTES = 8;
  static final long ALL_BUT_IMM = 0xffffffffL;

  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Slot() {}

  static long of(int opcode, int dst, int src, int offset, int imm) {
    int low = opcode | dst << 8 | src << 12 | offset << 16;
    return low & 0xffffffffL | (long) imm << 32;
  }

  static int opcode(long slot) {
    return (int) slot & 0xff;
  }

  static int dst(long slot) {
    return (int) slot >>> 8 & 0xf;
  }

  static int src(long slot) {
    return (int) slot >>> 12 & 0xf;
  }

  static short offset(long slot) {
    return (short) (slot >>> 16);
  }

  static int imm(long slot) {
    return (int) (slot >>> 32);
  }

  static long read(byte[] bytes, int pc, boolean little) {
    return little
        ? (long) LITTLE.get(bytes, pc * BYTES)
        : fromBig((long) BIG.get(bytes, pc * BYTES));
  }

  static void write(byte[] bytes, int pc, boolean little, long slot) {
    if (little) {
      LITTLE.set(bytes, pc * BYTES, slot);
    } else {
      BIG.set(
          bytes,
          pc * BYTES,
          (long) opcode(slot) << 56
              | (long) dst(slot) << 52
              | (long) src(slot) << 48
              | (offset(slot) & 0xffffL) << 32
              | imm(slot) & 0xffffffffL);
    }
  }

  private static long fromBig(long slot) {
    return of(
        (int) (slot >>> 56),
        (int) (slot >>> 52) & 0xf,
        (int) (slot >>> 48) & 0xf,
        (short) (slot >>> 32),
        (int) slot);
  }
}
