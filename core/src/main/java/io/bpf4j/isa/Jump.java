package io.bpf4j.isa;

import java.util.Objects;

/**
 * {@code if (dst op src) goto +offset} (RFC 9669, section 4.3).
 *
 * @param op the condition
 * @param width whether the whole registers or their lower halves are compared
 * @param dst left operand
 * @param src right operand
 * @param offset slots from the next instruction
 */
public record Jump(JumpOp op, Width width, Register dst, Operand src, short offset)
    implements Instruction {
  public Jump {
    Objects.requireNonNull(op, "op");
    Objects.requireNonNull(width, "width");
    Objects.requireNonNull(dst, "dst");
    Objects.requireNonNull(src, "src");
  }

  @Override
  public Kind kind() {
    return Kind.JUMP;
  }
}
