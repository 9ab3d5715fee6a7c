package io.bpf4j.verifier.domain;

import static java.lang.Long.compareUnsigned;

/**
 * A {@link Scalar} being worked on: the same fields, mutable, and the rules by which each view
 * sharpens the others. The verdict depends on these rules being as strong as the kernel's and no
 * stronger, so {@link #sync} applies them in the kernel's order and number of rounds.
 */
final class Bounds {
  private static final long LOW = 0xffffffffL;

  Tnum bits;
  long smin;
  long smax;
  long umin;
  long umax;
  int s32min;
  int s32max;
  int u32min;
  int u32max;

  Bounds(Scalar scalar) {
    bits = scalar.bits();
    smin = scalar.smin();
    smax = scalar.smax();
    umin = scalar.umin();
    umax = scalar.umax();
    s32min = scalar.s32min();
    s32max = scalar.s32max();
    u32min = scalar.u32min();
    u32max = scalar.u32max();
  }

  Scalar toScalar() {
    return new Scalar(bits, smin, smax, umin, umax, s32min, s32max, u32min, u32max);
  }

  /** Brings the views in step. */
  Bounds sync() {
    boundsFromBits();
    deduce();
    deduce();
    deduce();
    bitsFromBounds();
    boundsFromBits();
    return this;
  }

  Bounds unbound() {
    unbound32();
    return unbound64();
  }

  Bounds unbound64() {
    unboundSigned64();
    umin = 0;
    umax = -1L;
    return this;
  }

  Bounds unboundSigned64() {
    smin = Long.MIN_VALUE;
    smax = Long.MAX_VALUE;
    return this;
  }

  Bounds unbound32() {
    unboundSigned32();
    u32min = 0;
    u32max = -1;
    return this;
  }

  Bounds unboundSigned32() {
    s32min = Integer.MIN_VALUE;
    s32max = Integer.MAX_VALUE;
    return this;
  }

  void boundsFromBits() {
    bounds32FromBits();
    bounds64FromBits();
  }

  void bounds64FromBits() {
    long value = bits.value();
    long mask = bits.mask();
    smin = Math.max(smin, value | (mask & Long.MIN_VALUE));
    smax = Math.min(smax, value | (mask & Long.MAX_VALUE));
    raiseUmin(value);
    lowerUmax(value | mask);
    knowSingleValue();
  }

  /** Where the range holds only one number that has the known bits, it is that number. */
  private void knowSingleValue() {
    long greatest = bits.value() | bits.mask();
    boolean startsAtMember = bits.holds(umin);
    long next = bits.nextMember(umin);
    if (startsAtMember && compareUnsigned(next, umax) > 0) {
      know(umin);
    } else if (!startsAtMember && next == greatest) {
      know(greatest);
    } else if (!startsAtMember
        && compareUnsigned(next, umax) <= 0
        && compareUnsigned(bits.nextMember(next), umax) > 0) {
      know(next);
    }
  }

  private void know(long value) {
    bits = Tnum.constant(value);
    umin = value;
    umax = value;
    smin = value;
    smax = value;
    u32min = (int) value;
    u32max = (int) value;
    s32min = (int) value;
    s32max = (int) value;
  }

  void bounds32FromBits() {
    int value = (int) bits.value();
    int mask = (int) bits.mask();
    s32min = Math.max(s32min, value | (mask & Integer.MIN_VALUE));
    s32max = Math.min(s32max, value | (mask & Integer.MAX_VALUE));
    raiseU32min(value);
    lowerU32max(value | mask);
  }

  private void bitsFromBounds() {
    Tnum wide = bits.intersect(Tnum.range(umin, umax));
    Tnum narrow = wide.low().intersect(Tnum.range(u32min & LOW, u32max & LOW));
    bits = wide.withoutLow().or(narrow);
  }

  private void deduce() {
    deduce32();
    deduce64();
    deduceAcross();
  }

  /** Lower half from the whole, then signed and unsigned lower half from each other. */
  private void deduce32() {
    int lowUmin = (int) umin;
    int lowUmax = (int) umax;
    int lowSmin = (int) smin;
    int lowSmax = (int) smax;
    if (umin >>> 32 == umax >>> 32) {
      raiseU32min(lowUmin);
      lowerU32max(lowUmax);
      narrowS32(lowUmin, lowUmax);
    }
    if (smin >>> 32 == smax >>> 32) {
      if (Integer.compareUnsigned(lowSmin, lowSmax) <= 0) {
        raiseU32min(lowSmin);
        lowerU32max(lowSmax);
      }
      narrowS32(lowSmin, lowSmax);
    }
    // A range around zero whose upper half steps from all ones to zero is contiguous as signed 32.
    if ((int) (smin >>> 32) + 1 == (int) (smax >>> 32) && lowSmin < 0 && lowSmax >= 0) {
      narrowS32(lowSmin, lowSmax);
    }
    narrowS32(u32min, u32max);
    if (Integer.compareUnsigned(s32min, s32max) <= 0) {
      raiseU32min(s32min);
      lowerU32max(s32max);
    }
  }

  private void narrowS32(int min, int max) {
    if (min <= max) {
      s32min = Math.max(s32min, min);
      s32max = Math.min(s32max, max);
    }
  }

  private void deduce64() {
    if (umin <= umax) {
      smin = Math.max(smin, umin);
      smax = Math.min(smax, umax);
    }
    if (compareUnsigned(smin, smax) <= 0) {
      raiseUmin(smin);
      lowerUmax(smax);
    } else if (compareUnsigned(umax, smin) < 0) {
      // The signed range wraps in the unsigned view, and only its non-negative part is possible.
      smin = 0;
      lowerUmax(smax);
    } else if (compareUnsigned(smax, umin) < 0) {
      smax = -1;
      raiseUmin(smin);
    }
  }

  /** The whole from the lower half. */
  private void deduceAcross() {
    raiseUmin(umin & ~LOW | u32min & LOW);
    lowerUmax(umax & ~LOW | u32max & LOW);
    smin = Math.max(smin, smin & ~LOW | u32min & LOW);
    smax = Math.min(smax, smax & ~LOW | u32max & LOW);
    // A range around zero, whose lower half is not negative, has no upper half: it is that half.
    if (s32min >= 0 && smin >= Integer.MIN_VALUE && smax <= Integer.MAX_VALUE) {
      smin = s32min;
      smax = s32max;
      umin = s32min;
      umax = s32max;
      bits = bits.intersect(Tnum.range(smin, smax));
    }
  }

  void raiseUmin(long least) {
    if (compareUnsigned(least, umin) > 0) {
      umin = least;
    }
  }

  void lowerUmax(long most) {
    if (compareUnsigned(most, umax) < 0) {
      umax = most;
    }
  }

  void raiseU32min(int least) {
    if (Integer.compareUnsigned(least, u32min) > 0) {
      u32min = least;
    }
  }

  void lowerU32max(int most) {
    if (Integer.compareUnsigned(most, u32max) < 0) {
      u32max = most;
    }
  }

  /** Takes the ranges of the lower half as those of the whole: the upper half is zero. */
  Bounds zeroExtend() {
    bits = bits.low();
    umin = u32min & LOW;
    umax = u32max & LOW;
    if (s32min >= 0) {
      smin = s32min;
      smax = s32max;
    } else {
      smin = 0;
      smax = LOW;
    }
    return this;
  }

  /** Whether every view still has a value; refinement by contradictory facts may leave none. */
  boolean isConsistent() {
    return smin <= smax
        && compareUnsigned(umin, umax) <= 0
        && s32min <= s32max
        && Integer.compareUnsigned(u32min, u32max) <= 0
        && (!bits.isConstant() || isExactly(bits.value()))
        && ((int) bits.mask() != 0 || isLowExactly((int) bits.value()));
  }

  private boolean isExactly(long value) {
    return smin == value && smax == value && umin == value && umax == value;
  }

  private boolean isLowExactly(int value) {
    return s32min == value && s32max == value && u32min == value && u32max == value;
  }
}
