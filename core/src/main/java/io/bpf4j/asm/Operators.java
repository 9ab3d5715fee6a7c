package io.bpf4j.asm;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;

/** The operators that both dialects share. */
final class Operators {
  private Operators() {}

  /** The assignment, with the space or cast that stands before the right operand. */
  static String assignment(AluOp op) {
    return switch (op) {
      case ADD -> "+= ";
      case SUB -> "-= ";
      case MUL -> "*= ";
      case DIV -> "/= ";
      case SDIV -> "s/= ";
      case OR -> "|= ";
      case AND -> "&= ";
      case LSH -> "<<= ";
      case RSH -> ">>= ";
      case MOD -> "%= ";
      case SMOD -> "s%= ";
      case XOR -> "^= ";
      case MOV -> "= ";
      case MOVSX8 -> "= (s8)";
      case MOVSX16 -> "= (s16)";
      case MOVSX32 -> "= (s32)";
      case ARSH -> "s>>= ";
      case NEG -> throw new IllegalArgumentException("NEG has no right operand");
    };
  }

  /** The comparison. */
  static String symbol(JumpOp op) {
    return switch (op) {
      case JEQ -> "==";
      case JGT -> ">";
      case JGE -> ">=";
      case JSET -> "&";
      case JNE -> "!=";
      case JSGT -> "s>";
      case JSGE -> "s>=";
      case JLT -> "<";
      case JLE -> "<=";
      case JSLT -> "s<";
      case JSLE -> "s<=";
    };
  }
}
