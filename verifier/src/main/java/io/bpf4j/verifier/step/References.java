package io.bpf4j.verifier.step;

import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.Slot;
import io.bpf4j.verifier.state.State;

/** References that must be released. */
final class References {
  private References() {}

  /** Forgets every pointer to what was released. */
  static void forget(State state, int reference) {
    for (int f = 0; f <= state.depth(); f++) {
      Frame frame = state.frame(f);
      for (int i = 0; i < 10; i++) {
        if (frame.reg(i).refId() == reference) {
          frame.set(i, Reg.UNKNOWN);
        }
      }
      for (int i = 0; i < frame.slotCount(); i++) {
        Slot slot = frame.slot(i);
        if (slot.isSpill() && slot.spilled().refId() == reference) {
          frame.setSlot(i, slot.withSpilled(Reg.UNKNOWN));
        }
      }
    }
  }

  /** Nothing may be held when the program ends. */
  static void requireNone(Path path) {
    int[] held = path.state().references();
    if (held.length > 0) {
      throw path.refuse(
          Rule.REFERENCE_LEAK,
          "BPF_EXIT instruction in main prog would lead to reference leak",
          "reference "
              + held[0]
              + " is held at the end: what a helper gave must be released on every path");
    }
  }
}
