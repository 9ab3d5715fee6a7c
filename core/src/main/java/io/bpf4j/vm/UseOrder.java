package io.bpf4j.vm;

import java.util.Arrays;

/** Places in the order of their last use, as a list in flat arrays. */
final class UseOrder {
  private static final int NONE = -1;

  private int[] newer = new int[0];
  private int[] older = new int[0];
  private int newest = NONE;
  private int oldest = NONE;

  int oldest() {
    return oldest;
  }

  /** Puts a new place in, as the one last used. */
  void add(int place) {
    if (place >= newer.length) {
      int length = Elements.grownLength(place + 1, newer.length, Integer.MAX_VALUE);
      newer = Arrays.copyOf(newer, length);
      older = Arrays.copyOf(older, length);
    }
    older[place] = newest;
    newer[place] = NONE;
    if (newest == NONE) {
      oldest = place;
    } else {
      newer[newest] = place;
    }
    newest = place;
  }

  void remove(int place) {
    if (newer[place] == NONE) {
      newest = older[place];
    } else {
      older[newer[place]] = older[place];
    }
    if (older[place] == NONE) {
      oldest = newer[place];
    } else {
      newer[older[place]] = newer[place];
    }
  }

  /** Makes a place the one last used. */
  void use(int place) {
    if (place != newest) {
      remove(place);
      add(place);
    }
  }
}
