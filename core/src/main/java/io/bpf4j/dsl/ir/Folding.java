package io.bpf4j.dsl.ir;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Width;

/** What can be computed, or made cheaper, before the program runs (semantics: RFC 9669, 4.1). */
public final class Folding {
  private Folding() {}

  /** The result of an operation on known operands. */
  public static long compute(AluOp op, Width width, long left, long right) {
    if (width == Width.W32) {
      return Integer.toUnsignedLong(compute32(op, (int) left, (int) right));
    }
    return switch (op) {
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case DIV -> right == 0 ? 0 : Long.divideUnsigned(left, right);
      case MOD -> right == 0 ? left : Long.remainderUnsigned(left, right);
      case AND -> left & right;
      case OR -> left | right;
      case XOR -> left ^ right;
      case LSH -> left << right;
      case RSH -> left >>> right;
      case ARSH -> left >> right;
      default -> throw new IllegalArgumentException(op + " has not two operands");
    };
  }

  private static int compute32(AluOp op, int left, int right) {
    return switch (op) {
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case DIV -> right == 0 ? 0 : Integer.divideUnsigned(left, right);
      case MOD -> right == 0 ? left : Integer.remainderUnsigned(left, right);
      case AND -> left & right;
      case OR -> left | right;
      case XOR -> left ^ right;
      case LSH -> left << right;
      case RSH -> left >>> right;
      case ARSH -> left >> right;
      default -> throw new IllegalArgumentException(op + " has not two operands");
    };
  }

  /** Whether a comparison of known operands holds. */
  public static boolean holds(JumpOp op, Width width, long left, long right) {
    long a = width == Width.W32 ? (int) left : left;
    long b = width == Width.W32 ? (int) right : right;
    // Sign extension of both sides keeps the unsigned order of 32-bit values.
    int unsigned = Long.compareUnsigned(a, b);
    return switch (op) {
      case JEQ -> a == b;
      case JNE -> a != b;
      case JGT -> unsigned > 0;
      case JGE -> unsigned >= 0;
      case JLT -> unsigned < 0;
      case JLE -> unsigned <= 0;
      case JSGT -> a > b;
      case JSGE -> a >= b;
      case JSLT -> a < b;
      case JSLE -> a <= b;
      case JSET -> (a & b) != 0;
    };
  }

  /** Whether the operands may change places. */
  public static boolean isCommutative(AluOp op) {
    return switch (op) {
      case ADD, MUL, AND, OR, XOR -> true;
      default -> false;
    };
  }

  /**
   * A node that already holds the result, or a constant; null where the operation must be made. Its
   * left operand must not be the only constant of a commutative operation.
   */
  static Node simplify(AluOp op, Width width, Node left, Node right) {
    if (left.isConstant() && right.isConstant()) {
      return Node.constant(compute(op, width, left.constantValue(), right.constantValue()));
    }
    if (left == right && (op == AluOp.SUB || op == AluOp.XOR)) {
      return Node.constant(0);
    }
    if (!right.isConstant()) {
      return null;
    }
    long mask = width == Width.W32 ? 0xffff_ffffL : -1L;
    // A 32-bit operation on a wider register also truncates: only then it is not the identity.
    boolean fits = width == Width.W64 || Long.compareUnsigned(Ranges.max(left), mask) <= 0;
    long value = right.constantValue() & mask;
    return switch (op) {
      case ADD, SUB, OR, XOR, LSH -> value == 0 && fits ? left : null;
      case RSH, ARSH ->
          value == 0 && fits ? left : shiftsOut(width, left, value) ? Node.constant(0) : null;
      case MUL -> value == 0 ? Node.constant(0) : value == 1 && fits ? left : null;
      // Division by zero has a result, but the kernel rejects it where the zero is an immediate.
      // Only numbers of the operation's own width are divided.
      case DIV -> value == 0 ? Node.constant(0) : value == 1 ? left : null;
      case MOD -> value == 1 ? Node.constant(0) : value == 0 ? left : null;
      case AND -> value == 0 ? Node.constant(0) : keepsAll(left, value) ? left : null;
      default -> null;
    };
  }

  /** Whether a right shift leaves nothing, of a number without a sign bit. */
  private static boolean shiftsOut(Width width, Node value, long count) {
    long max = Ranges.max(value);
    boolean positive = max >= 0 && max < 1L << (width.bits() - 1);
    return positive && count < width.bits() && max >>> count == 0;
  }

  /** Another operation with the same result, on a constant. */
  record Cheaper(AluOp op, Node left, long right) {}

  /**
   * A cheaper operation, or one that the kernel takes: a shift or a mask for a power of two, a
   * shift by less than the width, one sum instead of two. Null where there is none.
   */
  static Cheaper cheaper(AluOp op, Width width, Node left, Node right) {
    if (!right.isConstant()) {
      return null;
    }
    long value = right.constantValue() & (width == Width.W32 ? 0xffff_ffffL : -1L);
    return switch (op) {
      case SUB -> new Cheaper(AluOp.ADD, left, -right.constantValue());
      case ADD -> sumOfSum(width, left, value);
      case LSH, RSH, ARSH -> {
        long count = value & (width.bits() - 1);
        yield count == value ? null : new Cheaper(op, left, count);
      }
      case MUL, DIV, MOD -> Long.bitCount(value) == 1 ? byPowerOfTwo(op, left, value) : null;
      default -> null;
    };
  }

  private static Cheaper sumOfSum(Width width, Node left, long value) {
    boolean sum =
        left.operation().equals(new Operation.Binary(AluOp.ADD, width))
            && left.operand(1).isConstant();
    return sum
        ? new Cheaper(
            AluOp.ADD,
            left.operand(0),
            compute(AluOp.ADD, width, left.operand(1).constantValue(), value))
        : null;
  }

  private static Cheaper byPowerOfTwo(AluOp op, Node left, long value) {
    int log = Long.numberOfTrailingZeros(value);
    return switch (op) {
      case MUL -> new Cheaper(AluOp.LSH, left, log);
      case DIV -> new Cheaper(AluOp.RSH, left, log);
      default -> new Cheaper(AluOp.AND, left, value - 1);
    };
  }

  /** Whether the mask has every bit that the value can have. */
  private static boolean keepsAll(Node value, long mask) {
    long max = Ranges.max(value);
    long bits = max == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(max);
    return (bits & ~mask) == 0;
  }
}
