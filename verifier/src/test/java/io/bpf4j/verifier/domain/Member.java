package io.bpf4j.verifier.domain;

import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Width;
import java.util.Random;

/**
 * A number, and something true that is known of it.
 *
 * @param value the number
 * @param known holds it
 */
record Member(long value, Scalar known) {
  private static final long[] LANDMARKS = {
    0,
    1,
    -1,
    7,
    31,
    32,
    63,
    64,
    127,
    128,
    255,
    256,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    0x100000000L,
    -0x80000000L,
    -0x80000001L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 29,
    -(1L << 29)
  };

  /** A number of random size, with up to six facts about it. */
  static Member random(Random random) {
    return of(value(random), random);
  }

  /** A given number, with up to six facts about it. */
  static Member of(long value, Random random) {
    if (random.nextInt(16) == 0) {
      return new Member(value, Scalar.constant(value));
    }
    Scalar known = Scalar.UNKNOWN;
    if (random.nextInt(4) == 0) {
      long mask = value(random);
      known = ScalarAlu.apply(io.bpf4j.isa.AluOp.AND, Width.W64, known, Scalar.constant(mask));
      value &= mask;
    }
    for (int facts = random.nextInt(7); facts > 0; facts--) {
      known = learn(random, value, known);
    }
    return new Member(value, known);
  }

  /** Compares with a constant that is as often near as anywhere, as a program would. */
  private static Scalar learn(Random random, long value, Scalar known) {
    JumpOp op = JumpOp.values()[random.nextInt(JumpOp.values().length)];
    Width width = random.nextBoolean() ? Width.W64 : Width.W32;
    long other = random.nextBoolean() ? value + random.nextInt(65) - 32 : value(random);
    Scalar constant = Scalar.constant(other);
    if (Comparison.decide(op, width, known, constant) != Comparison.Outcome.EITHER) {
      return known;
    }
    boolean holds = Concrete.holds(op, width, value, other);
    return Comparison.refine(op, width, known, constant, holds).left();
  }

  static long value(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> LANDMARKS[random.nextInt(LANDMARKS.length)] + random.nextInt(5) - 2;
      case 1 -> random.nextLong() >>> random.nextInt(64);
      case 2 -> random.nextLong() >> random.nextInt(64);
      default -> random.nextLong();
    };
  }

  boolean holds() {
    return known.contains(Scalar.constant(value));
  }

  @Override
  public String toString() {
    return "0x" + Long.toHexString(value) + " in " + known;
  }
}
