package io.bpf4j.isa;

/**
 * One slot that is no known instruction: an unknown opcode, or a known one with a reserved field
 * that is not zero. Kept bit for bit.
 *
 * @param opcode 0 to 255
 * @param dst destination field, 0 to 15
 * @param src source field, 0 to 15
 * @param offset offset field
 * @param imm immediate field
 */
public record Raw(int opcode, int dst, int src, short offset, int imm) implements Instruction {
  public Raw {
    if ((opcode & ~0xff) != 0 || (dst & ~0xf) != 0 || (src & ~0xf) != 0) {
      throw new IllegalArgumentException(
          "opcode " + opcode + ", dst " + dst + " or src " + src + " does not fit its field");
    }
    Instruction known = Decoder.known(opcode, dst, src, offset, imm);
    if (known != null) {
      throw new IllegalArgumentException("these fields are " + known + ": construct that instead");
    }
  }

  @Override
  public Kind kind() {
    return Kind.RAW;
  }

  /** Why this is no instruction: the unknown opcode, or the field at fault; never null. */
  public Flaw flaw() {
    return Flaw.of(this);
  }
}
