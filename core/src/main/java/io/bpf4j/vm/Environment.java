package io.bpf4j.vm;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What programs learn from outside of their memory, and where they print. */
final class Environment {
  LongSupplier clock = () -> 0;
  Consumer<String> printer = line -> {};
  int processor;
  int processors = 1;
  private long randomState;

  /** The same settings, in the state that they have now. */
  Environment copy() {
    Environment copy = new Environment();
    copy.clock = clock;
    copy.printer = printer;
    copy.processor = processor;
    copy.processors = processors;
    copy.randomState = randomState;
    return copy;
  }

  void clock(LongSupplier nanoseconds) {
    clock = Objects.requireNonNull(nanoseconds, "nanoseconds");
  }

  void printer(Consumer<String> lines) {
    printer = Objects.requireNonNull(lines, "lines");
  }

  void seed(long seed) {
    randomState = seed;
  }

  /** SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same numbers everywhere. */
  int nextRandom() {
    randomState += 0x9e3779b97f4a7c15L;
    long z = randomState;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return (int) ((z ^ z >>> 31) >>> 32);
  }
}
