package io.bpf4j.isa;

import java.util.Objects;

/**
 * {@code dst = dst op src} (RFC 9669, section 4.1).
 *
 * @param op the operation
 * @param width 32 bits (zero-extended into the register) or 64
 * @param dst destination and left operand
 * @param src right operand; for {@link AluOp#NEG}, which has none, {@code Imm(0)}
 */
public record Alu(AluOp op, Width width, Register dst, Operand src) implements Instruction {
  private static final Imm ZERO = new Imm(0);

  public Alu {
    Objects.requireNonNull(width, "width");
    Objects.requireNonNull(dst, "dst");
    Objects.requireNonNull(src, "src");
    if (op == AluOp.NEG && !src.equals(ZERO)) {
      throw new IllegalArgumentException("NEG has no source: pass Imm(0), not " + src);
    }
    if (op.isSignExtendingMove() && !(src instanceof Register)) {
      throw new IllegalArgumentException(op + " takes a register, not " + src);
    }
    if (op == AluOp.MOVSX32 && width == Width.W32) {
      throw new IllegalArgumentException("MOVSX32 is a 64-bit operation");
    }
  }

  @Override
  public Kind kind() {
    return Kind.ALU;
  }
}
