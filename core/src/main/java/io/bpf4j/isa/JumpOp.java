package io.bpf4j.isa;

/** Conditions of a jump (RFC 9669, section 4.3): unsigned ones bare, signed ones with an S. */
public enum JumpOp {
  JEQ(0x10),
  JGT(0x20),
  JGE(0x30),
  JSET(0x40),
  JNE(0x50),
  JSGT(0x60),
  JSGE(0x70),
  JLT(0xa0),
  JLE(0xb0),
  JSLT(0xc0),
  JSLE(0xd0);

  private static final JumpOp[] BY_CODE = new JumpOp[16];

  static {
    for (JumpOp op : values()) {
      BY_CODE[op.code >> 4] = op;
    }
  }

  private final int code;

  JumpOp(int code) {
    this.code = code;
  }

  /** The four operation bits of the opcode, in place. */
  int code() {
    return code;
  }

  /** Null where the code is not a condition's. */
  static JumpOp of(int code) {
    return BY_CODE[code >> 4];
  }

  /**
   * The condition that holds exactly where this one does not.
   *
   * @throws IllegalArgumentException for {@link #JSET}, which has no opposite
   */
  public JumpOp negated() {
    return switch (this) {
      case JEQ -> JNE;
      case JNE -> JEQ;
      case JGT -> JLE;
      case JLE -> JGT;
      case JGE -> JLT;
      case JLT -> JGE;
      case JSGT -> JSLE;
      case JSLE -> JSGT;
      case JSGE -> JSLT;
      case JSLT -> JSGE;
      case JSET -> throw new IllegalArgumentException("JSET has no opposite condition");
    };
  }
}
