package io.bpf4j.verifier.domain;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Width;

/** What the machine does with two numbers (RFC 9669, sections 4.1 to 4.3). */
final class Concrete {
  private static final long LOW = 0xffffffffL;

  private Concrete() {}

  static long alu(AluOp op, Width width, long a, long b) {
    return width == Width.W64 ? alu64(op, a, b) : alu32(op, (int) a, (int) b) & LOW;
  }

  private static long alu64(AluOp op, long a, long b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> b == 0 ? 0 : Long.divideUnsigned(a, b);
      case SDIV -> b == 0 ? 0 : a / b;
      case MOD -> b == 0 ? a : Long.remainderUnsigned(a, b);
      case SMOD -> b == 0 ? a : a % b;
      case OR -> a | b;
      case AND -> a & b;
      case XOR -> a ^ b;
      case LSH -> a << b;
      case RSH -> a >>> b;
      case ARSH -> a >> b;
      case NEG -> -a;
      case MOV -> b;
      case MOVSX8 -> (byte) b;
      case MOVSX16 -> (short) b;
      case MOVSX32 -> (int) b;
    };
  }

  private static int alu32(AluOp op, int a, int b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> b == 0 ? 0 : Integer.divideUnsigned(a, b);
      case SDIV -> b == 0 ? 0 : a / b;
      case MOD -> b == 0 ? a : Integer.remainderUnsigned(a, b);
      case SMOD -> b == 0 ? a : a % b;
      case OR -> a | b;
      case AND -> a & b;
      case XOR -> a ^ b;
      case LSH -> a << b;
      case RSH -> a >>> b;
      case ARSH -> a >> b;
      case NEG -> -a;
      case MOV, MOVSX32 -> b;
      case MOVSX8 -> (byte) b;
      case MOVSX16 -> (short) b;
    };
  }

  /** Whether {@code a op b} holds. */
  static boolean holds(JumpOp op, Width width, long a, long b) {
    boolean narrow = width == Width.W32;
    int signed = narrow ? Integer.compare((int) a, (int) b) : Long.compare(a, b);
    int unsigned = narrow ? Integer.compareUnsigned((int) a, (int) b) : Long.compareUnsigned(a, b);
    return switch (op) {
      case JEQ -> signed == 0;
      case JNE -> signed != 0;
      case JSET -> (narrow ? a & b & LOW : a & b) != 0;
      case JGT -> unsigned > 0;
      case JGE -> unsigned >= 0;
      case JLT -> unsigned < 0;
      case JLE -> unsigned <= 0;
      case JSGT -> signed > 0;
      case JSGE -> signed >= 0;
      case JSLT -> signed < 0;
      case JSLE -> signed <= 0;
    };
  }
}
