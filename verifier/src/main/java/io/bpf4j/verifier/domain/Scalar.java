package io.bpf4j.verifier.domain;

/**
 * What is known of a number in a register: its bits, and its range as an unsigned and a signed
 * 64-bit and 32-bit number. Immutable; the five views are kept in step by {@link Bounds#sync}.
 *
 * @param bits known bits
 * @param smin least value, signed 64
 * @param smax greatest value, signed 64
 * @param umin least value, unsigned 64
 * @param umax greatest value, unsigned 64
 * @param s32min least lower half, signed
 * @param s32max greatest lower half, signed
 * @param u32min least lower half, unsigned
 * @param u32max greatest lower half, unsigned
 */
public record Scalar(
    Tnum bits,
    long smin,
    long smax,
    long umin,
    long umax,
    int s32min,
    int s32max,
    int u32min,
    int u32max) {
  /** Nothing is known. */
  public static final Scalar UNKNOWN =
      new Scalar(
          Tnum.UNKNOWN,
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          0,
          -1L,
          Integer.MIN_VALUE,
          Integer.MAX_VALUE,
          0,
          -1);

  /** The number zero: also the variable part of a pointer that has none. */
  public static final Scalar ZERO = constantOf(0);

  /** Exactly one value. */
  public static Scalar constant(long value) {
    return value == 0 ? ZERO : constantOf(value);
  }

  private static Scalar constantOf(long value) {
    int low = (int) value;
    return new Scalar(Tnum.constant(value), value, value, value, value, low, low, low, low);
  }

  public boolean isConstant() {
    return bits.isConstant();
  }

  /** Whether the lower half is one value. */
  public boolean isLowConstant() {
    return (int) bits.mask() == 0;
  }

  public boolean isZero() {
    return isConstant() && bits.value() == 0;
  }

  /** The value of a constant. */
  public long value() {
    return bits.value();
  }

  /** How many of the lower bits may be other than zero, by the unsigned range. */
  public int width() {
    return 64 - Long.numberOfLeadingZeros(umax);
  }

  /** Whether every value of {@code other} is within these ranges and bits. */
  public boolean contains(Scalar other) {
    return Long.compareUnsigned(umin, other.umin) <= 0
        && Long.compareUnsigned(umax, other.umax) >= 0
        && smin <= other.smin
        && smax >= other.smax
        && Integer.compareUnsigned(u32min, other.u32min) <= 0
        && Integer.compareUnsigned(u32max, other.u32max) >= 0
        && s32min <= other.s32min
        && s32max >= other.s32max
        && bits.contains(other.bits);
  }

  // Written out: what the compiler makes of records costs every start of a command.
  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Scalar s
            && bits.equals(s.bits)
            && smin == s.smin
            && smax == s.smax
            && umin == s.umin
            && umax == s.umax
            && s32min == s.s32min
            && s32max == s.s32max
            && u32min == s.u32min
            && u32max == s.u32max;
  }

  @Override
  public int hashCode() {
    return bits.hashCode() * 31 + Long.hashCode(umax - smin);
  }
}
