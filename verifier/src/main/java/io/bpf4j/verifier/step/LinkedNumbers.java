package io.bpf4j.verifier.step;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Width;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.domain.ScalarAlu;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.History;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.Slot;
import io.bpf4j.verifier.state.State;
import java.util.Arrays;

/**
 * Registers and spilled registers that are known to hold the same number, or one a constant away.
 */
final class LinkedNumbers {
  /** As many as Linux remembers for one comparison (LINKED_REGS_MAX). */
  private static final int MOST = 6;

  private int[] places = {};

  /** Adds the places of all live numbers with an id; those that are too many lose it. */
  void collect(Path path, int id) {
    State state = path.state();
    for (int f = state.depth(); f >= 0; f--) {
      Frame frame = state.frame(f);
      int pc = f == state.depth() ? path.pc() : state.frame(f + 1).callSite();
      int live = path.program().liveRegisters(pc);
      for (int i = 0; i < 10; i++) {
        if ((live >>> i & 1) != 0 && linked(frame.reg(i), id) && !add(History.linkedReg(f, i))) {
          frame.set(i, frame.reg(i).unlinked());
        }
      }
      for (int i = 0; i < frame.slotCount(); i++) {
        Slot slot = frame.slot(i);
        if (slot.isSpill() && linked(slot.spilled(), id) && !add(History.linkedSlot(f, i))) {
          frame.setSlot(i, slot.withSpilled(slot.spilled().unlinked()));
        }
      }
    }
  }

  private static boolean linked(Reg reg, int id) {
    return reg.isScalar() && reg.id() == id;
  }

  private boolean add(int place) {
    for (int known : places) {
      if (known == place) {
        return true;
      }
    }
    if (places.length == MOST) {
      return false;
    }
    places = Arrays.copyOf(places, places.length + 1);
    places[places.length - 1] = place;
    return true;
  }

  int[] places() {
    return places;
  }

  /** Carries what became known of one number over to the others. */
  void spread(State state, Reg known) {
    for (int place : places) {
      Frame frame = state.frame(place >> 8);
      int index = place & 0x7f;
      boolean isSlot = (place & 0x80) != 0;
      Reg other = isSlot ? frame.slot(index).spilled() : frame.reg(index);
      if (other == null || !linked(other, known.id()) || other == known) {
        continue;
      }
      Reg updated = updated(other, known);
      if (isSlot) {
        frame.setSlot(index, frame.slot(index).withSpilled(updated));
      } else {
        frame.set(index, updated);
      }
    }
  }

  private static Reg updated(Reg other, Reg known) {
    int otherBits = other.addedBits();
    int knownBits = known.addedBits();
    if (otherBits == knownBits && (otherBits == 0 || other.off() == known.off())) {
      return known;
    }
    if (otherBits != 0 && knownBits != 0 && otherBits != knownBits) {
      return other;
    }
    Width width = otherBits == 32 || knownBits == 32 ? Width.W32 : Width.W64;
    Scalar distance = Scalar.constant((long) other.off() - known.off());
    return other.withVar(ScalarAlu.apply(AluOp.ADD, width, known.var(), distance));
  }
}
