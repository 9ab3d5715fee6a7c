package io.bpf4j.verifier.state;

import java.util.Arrays;

/** Which id of one state stands for which of another: ids are names, only their relations count. */
final class IdMap {
  private int[] olds = new int[16];
  private int[] currents = new int[16];
  private int size;
  private int fresh = 1 << 30;

  /** Whether two ids can be the same, both or neither being 0. */
  boolean match(int old, int current) {
    if (old == 0 || current == 0) {
      return old == current;
    }
    for (int i = 0; i < size; i++) {
      if (olds[i] == old) {
        return currents[i] == current;
      }
      if (currents[i] == current) {
        return false;
      }
    }
    if (size == olds.length) {
      olds = Arrays.copyOf(olds, size * 2);
      currents = Arrays.copyOf(currents, size * 2);
    }
    olds[size] = old;
    currents[size++] = current;
    return true;
  }

  /** The same for numbers, of which one without id is like no other. */
  boolean matchScalar(int old, int current) {
    return match(old == 0 ? fresh++ : old, current == 0 ? fresh++ : current);
  }
}
