package io.bpf4j.verifier.explore;

import io.bpf4j.verifier.flow.Program;
import io.bpf4j.verifier.flow.StackUse;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.Slot;
import io.bpf4j.verifier.state.State;

/** A remembered state, and how useful it was. */
final class Checkpoint {
  private final State state;
  private boolean forgot;
  private int hits;
  private int misses;

  Checkpoint(State state) {
    this.state = state;
  }

  State state() {
    return state;
  }

  /**
   * Forgets what nothing reads any more, once; asked for when all paths from here were walked.
   *
   * @param program tells the registers
   * @param stackUse tells the slots
   */
  void forgetDead(Program program, StackUse stackUse) {
    if (forgot) {
      return;
    }
    forgot = true;
    for (int f = 0; f <= state.depth(); f++) {
      Frame frame = state.frame(f);
      int live = program.liveRegisters(state.pcOf(f));
      for (int i = 0; i < 10; i++) {
        if ((live >>> i & 1) == 0) {
          frame.set(i, Reg.NOT_INIT);
        }
      }
      long liveSlots = stackUse.liveSlots(state, f);
      for (int i = 0; i < frame.slotCount(); i++) {
        if ((liveSlots >>> i & 1) == 0) {
          frame.setSlot(i, Slot.EMPTY);
        }
      }
    }
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
