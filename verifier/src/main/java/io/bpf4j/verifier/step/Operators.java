package io.bpf4j.verifier.step;

import io.bpf4j.isa.AluOp;

/** How the kernel's log writes operations. */
final class Operators {
  private Operators() {}

  static String symbol(AluOp op) {
    return switch (op) {
      case ADD -> "+=";
      case SUB -> "-=";
      case MUL -> "*=";
      case DIV -> "/=";
      case SDIV -> "s/=";
      case OR -> "|=";
      case AND -> "&=";
      case LSH -> "<<=";
      case RSH -> ">>=";
      case NEG -> "neg";
      case MOD -> "%=";
      case SMOD -> "s%=";
      case XOR -> "^=";
      case MOV, MOVSX8, MOVSX16, MOVSX32 -> "=";
      case ARSH -> "s>>=";
    };
  }
}
