package io.bpf4j.verifier.domain;

import static java.lang.Long.compareUnsigned;

import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Width;

/** What a conditional jump tells of the numbers that it compares. */
public final class Comparison {
  /** Whether a condition holds, fails, or may do either. */
  public enum Outcome {
    ALWAYS,
    NEVER,
    EITHER
  }

  /**
   * Two numbers after a comparison.
   *
   * @param left the left operand
   * @param right the right operand
   */
  public record Refined(Scalar left, Scalar right) {}

  private static final long LOW = 0xffffffffL;

  private Comparison() {}

  /** Whether {@code left op right} holds, by what is known. */
  public static Outcome decide(JumpOp op, Width width, Scalar left, Scalar right) {
    boolean narrow = width == Width.W32;
    return switch (op) {
      case JEQ -> equality(narrow, left, right);
      case JNE -> opposite(equality(narrow, left, right));
      case JSET -> bitTest(narrow, left, right);
      case JGT -> unsignedGreater(narrow, left, right);
      case JLE -> opposite(unsignedGreater(narrow, left, right));
      case JLT -> unsignedGreater(narrow, right, left);
      case JGE -> opposite(unsignedGreater(narrow, right, left));
      case JSGT -> signedGreater(narrow, left, right);
      case JSLE -> opposite(signedGreater(narrow, left, right));
      case JSLT -> signedGreater(narrow, right, left);
      case JSGE -> opposite(signedGreater(narrow, right, left));
    };
  }

  private static Outcome opposite(Outcome outcome) {
    return switch (outcome) {
      case ALWAYS -> Outcome.NEVER;
      case NEVER -> Outcome.ALWAYS;
      case EITHER -> Outcome.EITHER;
    };
  }

  private static Tnum bits(boolean narrow, Scalar scalar) {
    return narrow ? scalar.bits().low() : scalar.bits();
  }

  private static Outcome equality(boolean narrow, Scalar left, Scalar right) {
    Tnum a = bits(narrow, left);
    Tnum b = bits(narrow, right);
    if (a.isConstant() && b.isConstant()) {
      return a.value() == b.value() ? Outcome.ALWAYS : Outcome.NEVER;
    }
    boolean disjoint = !a.overlaps(b) || disjoint32(left, right);
    if (!narrow && !disjoint) {
      disjoint =
          compareUnsigned(left.umin(), right.umax()) > 0
              || compareUnsigned(left.umax(), right.umin()) < 0
              || left.smin() > right.smax()
              || left.smax() < right.smin();
    }
    return disjoint ? Outcome.NEVER : Outcome.EITHER;
  }

  private static boolean disjoint32(Scalar left, Scalar right) {
    return Integer.compareUnsigned(left.u32min(), right.u32max()) > 0
        || Integer.compareUnsigned(left.u32max(), right.u32min()) < 0
        || left.s32min() > right.s32max()
        || left.s32max() < right.s32min();
  }

  private static Outcome bitTest(boolean narrow, Scalar left, Scalar right) {
    Tnum tested = bits(narrow, left);
    Tnum mask = bits(narrow, right);
    if (!mask.isConstant()) {
      Tnum swapped = tested;
      tested = mask;
      mask = swapped;
    }
    if (!mask.isConstant()) {
      return Outcome.EITHER;
    }
    if ((tested.value() & mask.value()) != 0) {
      return Outcome.ALWAYS;
    }
    return ((tested.value() | tested.mask()) & mask.value()) == 0 ? Outcome.NEVER : Outcome.EITHER;
  }

  private static Outcome unsignedGreater(boolean narrow, Scalar left, Scalar right) {
    long leftMin = narrow ? left.u32min() & LOW : left.umin();
    long leftMax = narrow ? left.u32max() & LOW : left.umax();
    long rightMin = narrow ? right.u32min() & LOW : right.umin();
    long rightMax = narrow ? right.u32max() & LOW : right.umax();
    if (compareUnsigned(leftMin, rightMax) > 0) {
      return Outcome.ALWAYS;
    }
    return compareUnsigned(leftMax, rightMin) <= 0 ? Outcome.NEVER : Outcome.EITHER;
  }

  private static Outcome signedGreater(boolean narrow, Scalar left, Scalar right) {
    long leftMin = narrow ? left.s32min() : left.smin();
    long leftMax = narrow ? left.s32max() : left.smax();
    long rightMin = narrow ? right.s32min() : right.smin();
    long rightMax = narrow ? right.s32max() : right.smax();
    if (leftMin > rightMax) {
      return Outcome.ALWAYS;
    }
    return leftMax <= rightMin ? Outcome.NEVER : Outcome.EITHER;
  }

  /** Both numbers on the branch where {@code left op right} is {@code holds}. */
  public static Refined refine(JumpOp op, Width width, Scalar left, Scalar right, boolean holds) {
    return refine(op, width, left, right, new Bounds(left), new Bounds(right), holds);
  }

  /** A number after a comparison with itself, which the kernel takes for any two numbers. */
  public static Scalar refineSelf(JumpOp op, Width width, Scalar scalar, boolean holds) {
    Bounds both = new Bounds(scalar);
    return refine(op, width, scalar, scalar, both, both, holds).left();
  }

  private static Refined refine(
      JumpOp op, Width width, Scalar left, Scalar right, Bounds a, Bounds b, boolean holds) {
    boolean narrow = width == Width.W32;
    if (op == JumpOp.JSET) {
      refineBits(narrow, left, right, a, b, holds);
    } else {
      refine(holds ? op : op.negated(), narrow, left, right, a, b);
    }
    a.sync();
    b.sync();
    return new Refined(finished(a, left), finished(b, right));
  }

  private static Scalar finished(Bounds bounds, Scalar before) {
    // Contradictory facts mean that the branch cannot be reached, which nobody proved in time:
    // the kernel goes on with the known bits and ranges that say nothing.
    if (!bounds.isConsistent()) {
      bounds.unbound();
    }
    Scalar after = bounds.toScalar();
    return after.equals(before) ? before : after;
  }

  private static void refine(
      JumpOp op, boolean narrow, Scalar left, Scalar right, Bounds a, Bounds b) {
    switch (op) {
      case JEQ -> refineEqual(narrow, left, right, a, b);
      case JNE -> {
        if (bits(narrow, right).isConstant()) {
          exclude(narrow, a, right.value());
        } else if (bits(narrow, left).isConstant()) {
          exclude(narrow, b, left.value());
        }
      }
      case JLE -> refineUnsigned(narrow, a, b, 0);
      case JLT -> refineUnsigned(narrow, a, b, 1);
      case JGE -> refineUnsigned(narrow, b, a, 0);
      case JGT -> refineUnsigned(narrow, b, a, 1);
      case JSLE -> refineSigned(narrow, a, b, 0);
      case JSLT -> refineSigned(narrow, a, b, 1);
      case JSGE -> refineSigned(narrow, b, a, 0);
      case JSGT -> refineSigned(narrow, b, a, 1);
      case JSET -> throw new IllegalArgumentException("a bit test is no ordering");
    }
  }

  private static void refineEqual(boolean narrow, Scalar left, Scalar right, Bounds a, Bounds b) {
    if (narrow) {
      a.raiseU32min(right.u32min());
      a.lowerU32max(right.u32max());
      a.s32min = Math.max(a.s32min, right.s32min());
      a.s32max = Math.min(a.s32max, right.s32max());
      b.u32min = a.u32min;
      b.u32max = a.u32max;
      b.s32min = a.s32min;
      b.s32max = a.s32max;
      Tnum both = left.bits().low().intersect(right.bits().low());
      a.bits = left.bits().withLow(both);
      b.bits = right.bits().withLow(both);
    } else {
      a.raiseUmin(right.umin());
      a.lowerUmax(right.umax());
      a.smin = Math.max(a.smin, right.smin());
      a.smax = Math.min(a.smax, right.smax());
      b.umin = a.umin;
      b.umax = a.umax;
      b.smin = a.smin;
      b.smax = a.smax;
      a.bits = left.bits().intersect(right.bits());
      b.bits = a.bits;
    }
  }

  /** A value at the end of a range is cut off; one in its middle cannot be expressed. */
  private static void exclude(boolean narrow, Bounds bounds, long value) {
    int low = (int) value;
    if (narrow) {
      bounds.u32min += bounds.u32min == low ? 1 : 0;
      bounds.u32max -= bounds.u32max == low ? 1 : 0;
      bounds.s32min += bounds.s32min == low ? 1 : 0;
      bounds.s32max -= bounds.s32max == low ? 1 : 0;
    } else {
      bounds.umin += bounds.umin == value ? 1 : 0;
      bounds.umax -= bounds.umax == value ? 1 : 0;
      bounds.smin += bounds.smin == value ? 1 : 0;
      bounds.smax -= bounds.smax == value ? 1 : 0;
    }
  }

  /** {@code less + gap <= more}, unsigned. */
  private static void refineUnsigned(boolean narrow, Bounds less, Bounds more, int gap) {
    if (narrow) {
      less.lowerU32max(more.u32max - gap);
      more.raiseU32min(less.u32min + gap);
    } else {
      less.lowerUmax(more.umax - gap);
      more.raiseUmin(less.umin + gap);
    }
  }

  /** {@code less + gap <= more}, signed. */
  private static void refineSigned(boolean narrow, Bounds less, Bounds more, int gap) {
    if (narrow) {
      less.s32max = Math.min(less.s32max, more.s32max - gap);
      more.s32min = Math.max(more.s32min, less.s32min + gap);
    } else {
      less.smax = Math.min(less.smax, more.smax - gap);
      more.smin = Math.max(more.smin, less.smin + gap);
    }
  }

  private static void refineBits(
      boolean narrow, Scalar left, Scalar right, Bounds a, Bounds b, boolean holds) {
    boolean maskIsRight = bits(narrow, right).isConstant();
    if (!maskIsRight && !bits(narrow, left).isConstant()) {
      return;
    }
    Bounds tested = maskIsRight ? a : b;
    long mask = bits(narrow, maskIsRight ? right : left).value();
    if (!holds) {
      // Linux forgets the ranges here, and finds again what the bits tell of them.
      tested.unbound();
      Tnum cleared = tested.bits.and(Tnum.constant(~mask));
      tested.bits = narrow ? tested.bits.withLow(cleared) : cleared;
    } else if (Long.bitCount(mask) == 1) {
      // That one of several bits is set says nothing of any of them.
      Tnum set = tested.bits.or(Tnum.constant(mask));
      tested.bits = narrow ? tested.bits.withLow(set) : set;
    }
  }
}
