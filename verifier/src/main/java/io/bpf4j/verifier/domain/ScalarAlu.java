package io.bpf4j.verifier.domain;

import static java.lang.Long.compareUnsigned;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Width;

/**
 * Arithmetic on {@link Scalar}s, at the precision of Linux 6.18: division, modulo and shifts by an
 * amount that is not known, or too large, tell nothing of their result.
 */
public final class ScalarAlu {
  private static final long LOW = 0xffffffffL;

  private ScalarAlu() {}

  /** The result of {@code left op right}; moves and byte swaps are not operations of this class. */
  public static Scalar apply(AluOp op, Width width, Scalar left, Scalar right) {
    if (!isComputable(op, width, right)) {
      // Linux does not even use that a 32-bit result has no upper half.
      return Scalar.UNKNOWN;
    }
    Bounds out = new Bounds(left);
    switch (op) {
      case ADD -> add(out, right);
      case SUB -> sub(out, right);
      case NEG -> {
        out = new Bounds(Scalar.ZERO);
        sub(out, left);
      }
      case MUL -> mul(out, right);
      case AND -> and(out, left, right);
      case OR -> or(out, left, right);
      case XOR -> xor(out, left, right);
      case LSH -> ScalarShift.left(out, width, (int) right.umin());
      case RSH -> ScalarShift.right(out, width, (int) right.umin());
      case ARSH -> ScalarShift.arithmeticRight(out, width, (int) right.umin());
      case DIV, SDIV, MOD, SMOD, MOV, MOVSX8, MOVSX16, MOVSX32 ->
          throw new IllegalArgumentException(op + " has no computable range");
    }
    if (width == Width.W32) {
      out.zeroExtend();
    }
    return out.sync().toScalar();
  }

  private static boolean isComputable(AluOp op, Width width, Scalar right) {
    return switch (op) {
      case ADD, SUB, NEG, MUL, AND, OR, XOR -> true;
      case LSH, RSH, ARSH ->
          width == Width.W64
              ? right.isConstant() && compareUnsigned(right.umax(), 64) < 0
              : right.isLowConstant() && compareUnsigned(right.umax(), 32) < 0;
      case DIV, SDIV, MOD, SMOD, MOV, MOVSX8, MOVSX16, MOVSX32 -> false;
    };
  }

  /** The lower half, zero-extended: what a 32-bit move does. */
  public static Scalar zeroExtend(Scalar scalar) {
    return new Bounds(scalar).zeroExtend().sync().toScalar();
  }

  private static void add(Bounds out, Scalar right) {
    long least = out.smin + right.smin();
    long most = out.smax + right.smax();
    if (overflowsAdd(out.smin, right.smin(), least) || overflowsAdd(out.smax, right.smax(), most)) {
      out.unboundSigned64();
    } else {
      out.smin = least;
      out.smax = most;
    }
    long umin = out.umin + right.umin();
    long umax = out.umax + right.umax();
    boolean minWraps = compareUnsigned(umin, right.umin()) < 0;
    boolean maxWraps = compareUnsigned(umax, right.umax()) < 0;
    // Where all sums wrap, or none does, the ends are still the ends.
    out.umin = minWraps || !maxWraps ? umin : 0;
    out.umax = minWraps || !maxWraps ? umax : -1L;
    long least32 = (long) out.s32min + right.s32min();
    long most32 = (long) out.s32max + right.s32max();
    setSigned32(out, least32, most32);
    long sumMin = (out.u32min & LOW) + (right.u32min() & LOW);
    long sumMax = (out.u32max & LOW) + (right.u32max() & LOW);
    boolean exact = sumMin > LOW || sumMax <= LOW;
    out.u32min = exact ? (int) sumMin : 0;
    out.u32max = exact ? (int) sumMax : -1;
    out.bits = out.bits.add(right.bits());
  }

  private static void sub(Bounds out, Scalar right) {
    long least = out.smin - right.smax();
    long most = out.smax - right.smin();
    if (overflowsSub(out.smin, right.smax(), least) || overflowsSub(out.smax, right.smin(), most)) {
      out.unboundSigned64();
    } else {
      out.smin = least;
      out.smax = most;
    }
    boolean minWraps = compareUnsigned(out.umin, right.umax()) < 0;
    boolean maxWraps = compareUnsigned(out.umax, right.umin()) < 0;
    boolean exact = !minWraps || maxWraps;
    long umin = out.umin - right.umax();
    out.umax = exact ? out.umax - right.umin() : -1L;
    out.umin = exact ? umin : 0;
    long least32 = (long) out.s32min - right.s32max();
    long most32 = (long) out.s32max - right.s32min();
    setSigned32(out, least32, most32);
    long differenceMin = (out.u32min & LOW) - (right.u32max() & LOW);
    long differenceMax = (out.u32max & LOW) - (right.u32min() & LOW);
    boolean exact32 = differenceMin >= 0 || differenceMax < 0;
    out.u32min = exact32 ? (int) differenceMin : 0;
    out.u32max = exact32 ? (int) differenceMax : -1;
    out.bits = out.bits.sub(right.bits());
  }

  private static void setSigned32(Bounds out, long least, long most) {
    if (least != (int) least || most != (int) most) {
      out.unboundSigned32();
    } else {
      out.s32min = (int) least;
      out.s32max = (int) most;
    }
  }

  static boolean overflowsAdd(long a, long b, long sum) {
    return ((a ^ sum) & (b ^ sum)) < 0;
  }

  static boolean overflowsSub(long a, long b, long difference) {
    return ((a ^ b) & (a ^ difference)) < 0;
  }

  private static void mul(Bounds out, Scalar right) {
    boolean wraps =
        multiplyHighUnsigned(out.umax, right.umax()) != 0
            || multiplyHighUnsigned(out.umin, right.umin()) != 0;
    out.umin = wraps ? 0 : out.umin * right.umin();
    out.umax = wraps ? -1L : out.umax * right.umax();
    mulSigned(out, right);
    long low = (out.u32min & LOW) * (right.u32min() & LOW);
    long high = (out.u32max & LOW) * (right.u32max() & LOW);
    boolean wraps32 = low >>> 32 != 0 || high >>> 32 != 0;
    out.u32min = wraps32 ? 0 : (int) low;
    out.u32max = wraps32 ? -1 : (int) high;
    long a = (long) out.s32min * right.s32min();
    long b = (long) out.s32min * right.s32max();
    long c = (long) out.s32max * right.s32min();
    long d = (long) out.s32max * right.s32max();
    setSigned32(
        out, Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
    out.bits = out.bits.mul(right.bits());
  }

  /** Math.unsignedMultiplyHigh came with Java 18. */
  private static long multiplyHighUnsigned(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }

  private static void mulSigned(Bounds out, Scalar right) {
    long[] lefts = {out.smin, out.smax};
    long[] rights = {right.smin(), right.smax()};
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (long a : lefts) {
      for (long b : rights) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) != product >> 63) {
          out.unboundSigned64();
          return;
        }
        least = Math.min(least, product);
        most = Math.max(most, product);
      }
    }
    out.smin = least;
    out.smax = most;
  }

  private static void and(Bounds out, Scalar left, Scalar right) {
    out.bits = left.bits().and(right.bits());
    out.u32min = (int) out.bits.value();
    out.u32max =
        Integer.compareUnsigned(left.u32max(), right.u32max()) < 0 ? left.u32max() : right.u32max();
    out.umin = out.bits.value();
    out.umax = compareUnsigned(left.umax(), right.umax()) < 0 ? left.umax() : right.umax();
    bitwise(out, left, right);
  }

  private static void or(Bounds out, Scalar left, Scalar right) {
    out.bits = left.bits().or(right.bits());
    out.u32min =
        Integer.compareUnsigned(left.u32min(), right.u32min()) > 0 ? left.u32min() : right.u32min();
    out.u32max = (int) (out.bits.value() | out.bits.mask());
    out.umin = compareUnsigned(left.umin(), right.umin()) > 0 ? left.umin() : right.umin();
    out.umax = out.bits.value() | out.bits.mask();
    bitwise(out, left, right);
  }

  private static void xor(Bounds out, Scalar left, Scalar right) {
    out.bits = left.bits().xor(right.bits());
    out.u32min = (int) out.bits.value();
    out.u32max = (int) (out.bits.value() | out.bits.mask());
    out.umin = out.bits.value();
    out.umax = out.bits.value() | out.bits.mask();
    bitwise(out, left, right);
  }

  /** Signed ranges of a bitwise result: the unsigned ones where they do not cross the sign. */
  private static void bitwise(Bounds out, Scalar left, Scalar right) {
    if (left.isLowConstant() && right.isLowConstant()) {
      int value = (int) out.bits.value();
      out.u32min = value;
      out.u32max = value;
    }
    if (left.isConstant() && right.isConstant()) {
      out.umin = out.bits.value();
      out.umax = out.bits.value();
    }
    if (out.u32min <= out.u32max) {
      out.s32min = out.u32min;
      out.s32max = out.u32max;
    } else {
      out.unboundSigned32();
    }
    if (out.umin <= out.umax) {
      out.smin = out.umin;
      out.smax = out.umax;
    } else {
      out.unboundSigned64();
    }
  }
}
