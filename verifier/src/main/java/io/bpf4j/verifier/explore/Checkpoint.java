package io.bpf4j.verifier.explore;

import io.bpf4j.verifier.state.State;

/** A remembered state, and how useful it was. */
final class Checkpoint {
  private final State state;
  private int hits;
  private int misses;

  Checkpoint(State state) {
    this.state = state;
  }

  State state() {
    return state;
  }

  void hit() {
    hits++;
  }

  /** Counts a miss. */
  void miss() {
    misses++;
  }

  /**
   * Whether it missed so often that comparing with it costs more than it saves.
   *
   * @param patience how many misses a hit, or nothing, is worth
   */
  boolean isUseless(int patience) {
    return misses > hits * patience + patience;
  }
}
