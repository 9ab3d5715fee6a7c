package io.bpf4j.verifier.step;

import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.Slot;
import io.bpf4j.verifier.state.State;

/** Pointers that were compared with null. */
final class NullChecks {
  private NullChecks() {}

  /** All pointers with this id are null, or none is. */
  static void resolve(State state, int id, boolean isNull) {
    if (isNull) {
      releaseIfHeld(state, id);
    }
    for (int f = 0; f <= state.depth(); f++) {
      Frame frame = state.frame(f);
      for (int i = 0; i < 10; i++) {
        frame.set(i, resolved(frame.reg(i), id, isNull));
      }
      for (int i = 0; i < frame.slotCount(); i++) {
        Slot slot = frame.slot(i);
        if (slot.isSpill()) {
          frame.setSlot(i, slot.withSpilled(resolved(slot.spilled(), id, isNull)));
        }
      }
    }
  }

  /** A reference that turned out to be null need not be released. */
  private static void releaseIfHeld(State state, int id) {
    for (int held : state.references()) {
      if (held == id) {
        state.release(id);
        return;
      }
    }
  }

  private static Reg resolved(Reg reg, int id, boolean isNull) {
    if (!reg.maybeNull() || reg.id() != id) {
      return reg;
    }
    return isNull ? Reg.ZERO : reg.notNull();
  }
}
