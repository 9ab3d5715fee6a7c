package io.bpf4j.isa;

import java.util.Objects;

/**
 * Byte-order conversion of the lower bits of a register (RFC 9669, section 4.2).
 *
 * @param order to little-endian, to big-endian, or swapped whatever the machine
 * @param bits 16, 32 or 64
 * @param dst source and destination
 */
public record ByteSwap(Order order, int bits, Register dst) implements Instruction {
  /** The three forms; {@link #SWAP} came with CPU level v4. */
  public enum Order {
    TO_LE,
    TO_BE,
    SWAP
  }

  public ByteSwap {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(dst, "dst");
    if (bits != 16 && bits != 32 && bits != 64) {
      throw new IllegalArgumentException("a byte swap is of 16, 32 or 64 bits, not " + bits);
    }
  }

  @Override
  public Kind kind() {
    return Kind.BYTE_SWAP;
  }
}
