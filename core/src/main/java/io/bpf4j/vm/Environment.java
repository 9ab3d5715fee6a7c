package io.bpf4j.vm;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What programs learn from outside of their memory, and where they print. */
final class Environment implements Cloneable {
  LongSupplier clock = () -> 0;
  Consumer<String> printer = line -> {};
  int processor;
  int processors = 1;
  int node;
  CurrentTask task = CurrentTask.INIT;
  AddressSpace kernel = AddressSpace.EMPTY;
  AddressSpace user = AddressSpace.EMPTY;
  long attachCookie;
  long functionAddress;
  private long randomState;

  /** The same settings, in the state that they have now. */
  Environment copy() {
    try {
      return (Environment) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
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
