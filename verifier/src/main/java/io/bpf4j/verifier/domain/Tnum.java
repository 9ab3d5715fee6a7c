package io.bpf4j.verifier.domain;

/**
 * A tracked number: what is known of each bit of a 64-bit value. A bit is 0 or 1 where the mask is
 * 0, unknown where the mask is 1 (and then 0 in {@code value}). After Vishwanathan et al., "Sound,
 * Precise, and Fast Abstract Interpretation with Tristate Numbers", CGO 2022; multiplication after
 * the long-multiplication refinement that Linux 6.18 has.
 *
 * @param value the known ones
 * @param mask the unknown bits
 */
public record Tnum(long value, long mask) {
  /** Nothing is known. */
  public static final Tnum UNKNOWN = new Tnum(0, -1L);

  private static final Tnum ZERO = new Tnum(0, 0);
  private static final long LOW = 0xffffffffL;

  /** Exactly one value. */
  public static Tnum constant(long value) {
    return value == 0 ? ZERO : new Tnum(value, 0);
  }

  /** The smallest tnum that holds every value from min to max, unsigned. */
  public static Tnum range(long min, long max) {
    long differing = min ^ max;
    int bits = 64 - Long.numberOfLeadingZeros(differing);
    if (bits > 63) {
      return UNKNOWN;
    }
    long delta = (1L << bits) - 1;
    return new Tnum(min & ~delta, delta);
  }

  public boolean isConstant() {
    return mask == 0;
  }

  public Tnum lsh(int bits) {
    return new Tnum(value << bits, mask << bits);
  }

  public Tnum rsh(int bits) {
    return new Tnum(value >>> bits, mask >>> bits);
  }

  /** Arithmetic shift of a 32- or 64-bit number; the 32-bit form leaves the upper half zero. */
  public Tnum arsh(int bits, int width) {
    if (width == 32) {
      return new Tnum(((int) value >> bits) & LOW, ((int) mask >> bits) & LOW);
    }
    return new Tnum(value >> bits, mask >> bits);
  }

  public Tnum add(Tnum other) {
    long maskSum = mask + other.mask;
    long valueSum = value + other.value;
    long carries = (maskSum + valueSum) ^ valueSum;
    long unknown = carries | mask | other.mask;
    return new Tnum(valueSum & ~unknown, unknown);
  }

  public Tnum sub(Tnum other) {
    long difference = value - other.value;
    long most = difference + mask;
    long least = difference - other.mask;
    long unknown = (most ^ least) | mask | other.mask;
    return new Tnum(difference & ~unknown, unknown);
  }

  public Tnum negate() {
    return ZERO.sub(this);
  }

  public Tnum and(Tnum other) {
    long maybeOne = value | mask;
    long otherMaybeOne = other.value | other.mask;
    long ones = value & other.value;
    return new Tnum(ones, maybeOne & otherMaybeOne & ~ones);
  }

  public Tnum or(Tnum other) {
    long ones = value | other.value;
    return new Tnum(ones, (mask | other.mask) & ~ones);
  }

  public Tnum xor(Tnum other) {
    long unknown = mask | other.mask;
    return new Tnum((value ^ other.value) & ~unknown, unknown);
  }

  /** Long multiplication; an unknown bit joins the sums with and without its addend. */
  public Tnum mul(Tnum other) {
    Tnum sum = ZERO;
    Tnum addend = other;
    long ones = value;
    long unknown = mask;
    while ((ones | unknown) != 0) {
      if ((ones & 1) != 0) {
        sum = sum.add(addend);
      } else if ((unknown & 1) != 0) {
        sum = sum.union(sum.add(addend));
      }
      ones >>>= 1;
      unknown >>>= 1;
      addend = addend.lsh(1);
    }
    return sum;
  }

  /** What holds for the values of either. */
  public Tnum union(Tnum other) {
    long unknown = (value ^ other.value) | mask | other.mask;
    return new Tnum(value & other.value & ~unknown, unknown);
  }

  /** What is known when both hold; bits that contradict each other become ones. */
  public Tnum intersect(Tnum other) {
    long unknown = mask & other.mask;
    return new Tnum((value | other.value) & ~unknown, unknown);
  }

  /** Whether some value satisfies both. */
  public boolean overlaps(Tnum other) {
    long known = ~(mask | other.mask);
    return (value & known) == (other.value & known);
  }

  /** Whether a number has the known bits. */
  public boolean holds(long number) {
    return (number & ~mask) == value;
  }

  /**
   * The smallest number above {@code number}, unsigned, that has the known bits; the greatest of
   * all where none is above.
   */
  public long nextMember(long number) {
    long greatest = value | mask;
    if (Long.compareUnsigned(number, greatest) >= 0) {
      return greatest;
    }
    if (Long.compareUnsigned(number, value) < 0) {
      return value;
    }
    // From the highest bit where the number has what no member has: above it members agree with the
    // number, and the next member either has a one where the number has a zero, or carries upward.
    long wrong = (number & ~mask) ^ value;
    int low = 64 - Long.numberOfLeadingZeros(wrong);
    boolean memberIsGreater = wrong != 0 && (value >>> low - 1 & 1) != 0;
    long lowMask = low == 64 ? -1L : (1L << low) - 1;
    if (memberIsGreater) {
      return number & ~lowMask | value & lowMask;
    }
    // Count up in the unknown bits above: known ones let the carry through.
    long carried = (number | lowMask | ~mask) + 1;
    return carried & mask | value;
  }

  /** Whether every value of {@code other} is one of this. */
  public boolean contains(Tnum other) {
    return (other.mask & ~mask) == 0 && value == (other.value & ~mask);
  }

  /** The lower {@code bytes} bytes, zero-extended. */
  public Tnum truncate(int bytes) {
    if (bytes >= 8) {
      return this;
    }
    long keep = (1L << (bytes * 8)) - 1;
    return new Tnum(value & keep, mask & keep);
  }

  /** The lower half, zero-extended. */
  public Tnum low() {
    return new Tnum(value & LOW, mask & LOW);
  }

  /** The upper half, in place; the lower half zero. */
  public Tnum withoutLow() {
    return new Tnum(value & ~LOW, mask & ~LOW);
  }

  /** This upper half with another's lower half. */
  public Tnum withLow(Tnum other) {
    return withoutLow().or(other.low());
  }

  // Written out, as in Scalar: what the compiler makes of records costs every start of a command.
  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Tnum t && value == t.value && mask == t.mask;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(value) + Long.hashCode(mask);
  }

  /**
   * As the kernel's log prints it: {@code (0x0; 0xff)}, a constant as {@code 0x10} or {@code 0}.
   */
  @Override
  public String toString() {
    if (isConstant()) {
      return value == 0 ? "0" : "0x" + Long.toHexString(value);
    }
    return "(0x" + Long.toHexString(value) + "; 0x" + Long.toHexString(mask) + ")";
  }
}
