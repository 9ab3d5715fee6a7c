package io.bpf4j.vm;

/**
 * The VM's own operation numbers: dense, one for each combination that behaves differently, so that
 * the main loop decides once an instruction. Immediate and register operands are not told apart:
 * see {@link Lowered}.
 */
final class Op {
  static final int ADD64 = 0;
  static final int SUB64 = 1;
  static final int MUL64 = 2;
  static final int DIV64 = 3;
  static final int SDIV64 = 4;
  static final int OR64 = 5;
  static final int AND64 = 6;
  static final int LSH64 = 7;
  static final int RSH64 = 8;
  static final int NEG64 = 9;
  static final int MOD64 = 10;
  static final int SMOD64 = 11;
  static final int XOR64 = 12;
  static final int MOV64 = 13;
  static final int MOVSX8_64 = 14;
  static final int MOVSX16_64 = 15;
  static final int MOVSX32_64 = 16;
  static final int ARSH64 = 17;

  /** Added to a 64-bit operation's number for its 32-bit form. */
  static final int ALU32 = 18;

  static final int ADD32 = ALU32 + ADD64;
  static final int SUB32 = ALU32 + SUB64;
  static final int MUL32 = ALU32 + MUL64;
  static final int DIV32 = ALU32 + DIV64;
  static final int SDIV32 = ALU32 + SDIV64;
  static final int OR32 = ALU32 + OR64;
  static final int AND32 = ALU32 + AND64;
  static final int LSH32 = ALU32 + LSH64;
  static final int RSH32 = ALU32 + RSH64;
  static final int NEG32 = ALU32 + NEG64;
  static final int MOD32 = ALU32 + MOD64;
  static final int SMOD32 = ALU32 + SMOD64;
  static final int XOR32 = ALU32 + XOR64;
  static final int MOV32 = ALU32 + MOV64;
  static final int MOVSX8_32 = ALU32 + MOVSX8_64;
  static final int MOVSX16_32 = ALU32 + MOVSX16_64;
  static final int ARSH32 = ALU32 + ARSH64;

  static final int ZEXT16 = 36;
  static final int CALL_KFUNC = 37;
  static final int SWAP16 = 38;
  static final int SWAP32 = 39;
  static final int SWAP64 = 40;
  static final int NOP = 41;

  static final int LOAD8 = 42;
  static final int LOAD16 = 43;
  static final int LOAD32 = 44;
  static final int LOAD64 = 45;
  static final int LOADSX8 = 46;
  static final int LOADSX16 = 47;
  static final int LOADSX32 = 48;
  static final int STORE8 = 49;
  static final int STORE16 = 50;
  static final int STORE32 = 51;
  static final int STORE64 = 52;
  static final int ATOMIC = 53;
  static final int PACKET_LOAD = 54;

  static final int GOTO = 55;
  static final int MAY_GOTO = 56;
  static final int CALL_HELPER = 57;
  static final int CALL_LOCAL = 58;
  static final int EXIT = 59;

  /** Not an instruction: a jump's target that is none, or the place after the last one. */
  static final int BAD_TARGET = 60;

  static final int UNSUPPORTED = 61;

  static final int JEQ64 = 62;
  static final int JGT64 = 63;
  static final int JGE64 = 64;
  static final int JSET64 = 65;
  static final int JNE64 = 66;
  static final int JSGT64 = 67;
  static final int JSGE64 = 68;
  static final int JLT64 = 69;
  static final int JLE64 = 70;
  static final int JSLT64 = 71;
  static final int JSLE64 = 72;

  /** Added to a 64-bit jump's number for its 32-bit form. */
  static final int JUMP32 = 11;

  static final int JEQ32 = JUMP32 + JEQ64;
  static final int JGT32 = JUMP32 + JGT64;
  static final int JGE32 = JUMP32 + JGE64;
  static final int JSET32 = JUMP32 + JSET64;
  static final int JNE32 = JUMP32 + JNE64;
  static final int JSGT32 = JUMP32 + JSGT64;
  static final int JSGE32 = JUMP32 + JSGE64;
  static final int JLT32 = JUMP32 + JLT64;
  static final int JLE32 = JUMP32 + JLE64;
  static final int JSLT32 = JUMP32 + JSLT64;
  static final int JSLE32 = JUMP32 + JSLE64;

  static final int TAIL_CALL = 84;

  private Op() {}
}
