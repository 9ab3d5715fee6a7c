package io.bpf4j.isa;

import java.util.Objects;

/**
 * An atomic operation on memory (RFC 9669, section 5.3).
 *
 * @param op the operation
 * @param size {@link Size#W} or {@link Size#DW}; {@link AtomicOp#LOAD_ACQ} and {@link
 *     AtomicOp#STORE_REL} take every size
 * @param base address register
 * @param offset added to the address
 * @param src operand, and destination of the old value where the operation fetches; the destination
 *     of {@link AtomicOp#LOAD_ACQ}
 */
public record Atomic(AtomicOp op, Size size, Register base, short offset, Register src)
    implements Instruction {
  public Atomic {
    Objects.requireNonNull(op, "op");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(src, "src");
    if (size.bytes() < 4 && !op.isOrderedAccess()) {
      throw new IllegalArgumentException(op + " is of 4 or 8 bytes, not " + size.bytes());
    }
  }

  @Override
  public Kind kind() {
    return Kind.ATOMIC;
  }
}
