package io.bpf4j.dsl.ir;

import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;

/** The greatest value that a node can have, unsigned, as far as its own shape tells. */
public final class Ranges {
  private static final int DEPTH = 12;
  private static final long UNKNOWN = -1L;

  private Ranges() {}

  /** The greatest unsigned value; -1, which is the greatest of all, where nothing is known. */
  public static long max(Node node) {
    return max(node, DEPTH);
  }

  private static long max(Node node, int depth) {
    if (depth == 0) {
      return UNKNOWN;
    }
    return switch (node.kind()) {
      case CONSTANT -> node.constantValue();
      case PHI -> ((Operation.Phi) node.operation()).max();
      case TRUNCATE -> min(max(node.operand(0), depth - 1), 0xffff_ffffL);
      case TO_BIG_ENDIAN -> ones(((Operation.ToBigEndian) node.operation()).bits());
      case LOAD -> ofLoad((Operation.Load) node.operation());
      case BINARY -> ofBinary(node, depth - 1);
      case MAP_ADDRESS, STACK_ADDRESS, PARAMETER, STORE, UPDATE, CALL -> UNKNOWN;
    };
  }

  /** A 4-byte load may be a pointer field of a context, which the kernel widens to 8 bytes. */
  private static long ofLoad(Operation.Load load) {
    return load.size() == Size.DW ? UNKNOWN : ones(8 * load.size().bytes());
  }

  private static long ofBinary(Node node, int depth) {
    Operation.Binary binary = (Operation.Binary) node.operation();
    long whole = binary.width() == Width.W32 ? 0xffff_ffffL : UNKNOWN;
    // A 32-bit operation looks at the lower halves: where more is possible, these can be anything.
    long left = min(max(node.operand(0), depth), whole);
    Node second = node.operand(1);
    long right =
        second.isConstant() ? second.constantValue() & whole : min(max(second, depth), whole);
    boolean known = node.operand(1).isConstant();
    return switch (binary.op()) {
      case AND -> min(left, right);
      case OR, XOR -> min(whole, ones(64 - Long.numberOfLeadingZeros(left | right)));
      case RSH -> known ? left >>> (right & (binary.width().bits() - 1)) : left;
      case DIV -> known && right != 0 ? Long.divideUnsigned(left, right) : left;
      case MOD -> known && right != 0 ? min(left, right - 1) : left;
      case ADD -> small(left) && small(right) ? min(whole, left + right, whole) : whole;
      case MUL -> small(left) && small(right) ? min(whole, left * right, whole) : whole;
      case LSH -> known && right < 32 && small(left) ? min(whole, left << right, whole) : whole;
      default -> whole;
    };
  }

  /** Small enough that a sum, or a product of two, does not overflow 64 bits. */
  private static boolean small(long value) {
    return value >= 0 && value < 1L << 31;
  }

  /** The value where it is within the limit; the fallback where it wraps. */
  private static long min(long limit, long value, long fallback) {
    return Long.compareUnsigned(value, limit) <= 0 ? value : fallback;
  }

  private static long min(long a, long b) {
    return Long.compareUnsigned(a, b) <= 0 ? a : b;
  }

  private static long ones(int bits) {
    return bits == 0 ? 0 : -1L >>> (64 - bits);
  }
}
