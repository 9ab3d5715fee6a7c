package io.bpf4j.isa;

/**
 * Arithmetic operations (RFC 9669, section 4.1). Signed division, signed modulo and the
 * sign-extending moves share an opcode with their plain form and differ in the offset field.
 */
public enum AluOp {
  ADD(0x00, 0),
  SUB(0x10, 0),
  MUL(0x20, 0),
  DIV(0x30, 0),
  SDIV(0x30, 1),
  OR(0x40, 0),
  AND(0x50, 0),
  LSH(0x60, 0),
  RSH(0x70, 0),
  NEG(0x80, 0),
  MOD(0x90, 0),
  SMOD(0x90, 1),
  XOR(0xa0, 0),
  MOV(0xb0, 0),
  MOVSX8(0xb0, 8),
  MOVSX16(0xb0, 16),
  MOVSX32(0xb0, 32),
  ARSH(0xc0, 0);

  private static final AluOp[] ALL = values();

  private final int code;
  private final int offset;
  private final boolean signExtendingMove;

  AluOp(int code, int offset) {
    this.code = code;
    this.offset = offset;
    this.signExtendingMove = code == 0xb0 && offset != 0;
  }

  /** The four operation bits of the opcode, in place. */
  int code() {
    return code;
  }

  /** What the offset field holds for this operation. */
  int offset() {
    return offset;
  }

  /** Whether this is one of the sign-extending moves. */
  public boolean isSignExtendingMove() {
    return signExtendingMove;
  }

  /** Null where no operation has this code and offset. */
  static AluOp of(int code, int offset) {
    for (AluOp op : ALL) {
      if (op.code == code && op.offset == offset) {
        return op;
      }
    }
    return null;
  }
}
