package io.bpf4j.spec.generate;

import java.util.List;

/**
 * A stream of random choices that is the same for the same seed on every Java version (the
 * SplitMix64 generator of Steele, Lea and Flood, 2014). Not thread-safe.
 */
public final class Dice {
  private static final int[] LANDMARKS = {
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    15,
    16,
    31,
    32,
    63,
    64,
    127,
    128,
    255,
    256,
    4095,
    4096,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x7fffffff,
    0x80000000,
    -1,
    -2,
    -8,
    -16,
    -128,
    -32768
  };

  private long state;

  Dice(long seed) {
    this.state = seed;
  }

  /** The dice of one program: its own stream, whatever was drawn for the programs before it. */
  public static Dice of(long seed, int index) {
    Dice mixer = new Dice(seed);
    return new Dice(mixer.bits() ^ new Dice(index * 0x9e3779b97f4a7c15L).bits());
  }

  /** 64 random bits. */
  public long bits() {
    state += 0x9e3779b97f4a7c15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** 0 to {@code bound - 1}. */
  public int below(int bound) {
    return (int) Long.remainderUnsigned(bits(), bound);
  }

  /** {@code low} to {@code high}, both included. */
  public int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** True in {@code percent} cases of a hundred. */
  public boolean percent(int percent) {
    return below(100) < percent;
  }

  /** One of these. */
  @SafeVarargs
  public final <T> T pick(T... choices) {
    return choices[below(choices.length)];
  }

  /** One of these. */
  public <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** One of these numbers. */
  public int pickInt(int... choices) {
    return choices[below(choices.length)];
  }

  /** A 32-bit constant of the sort at which ranges change: a landmark, or one off, or small. */
  public int constant() {
    return switch (below(6)) {
      case 0, 1 -> LANDMARKS[below(LANDMARKS.length)];
      case 2 -> LANDMARKS[below(LANDMARKS.length)] + between(-1, 1);
      case 3 -> between(0, 64);
      case 4 -> between(-64, 1024);
      default -> (int) bits();
    };
  }

  /** A 64-bit constant of that sort. */
  public long wideConstant() {
    return switch (below(4)) {
      case 0 -> constant();
      case 1 -> constant() & 0xffffffffL;
      case 2 -> ((long) constant() << 32) + constant();
      default -> bits() >>> below(64);
    };
  }

  /** These in another order. */
  <T> T[] shuffle(T[] items) {
    for (int i = items.length - 1; i > 0; i--) {
      int j = below(i + 1);
      T swapped = items[i];
      items[i] = items[j];
      items[j] = swapped;
    }
    return items;
  }
}
