package io.bpf4j.verifier.state;

/**
 * Makes a state that comes round a loop more general, so that the next rounds are like it: a number
 * that changed since the round before, and did not matter so far, is taken for any number.
 */
public final class Widening {
  private Widening() {}

  /**
   * Widens {@code state} against the last state of the same place on the way to it, if there is
   * one.
   *
   * @param from where on the way back the search begins; not looked at itself
   * @param pc the place
   */
  public static void widen(State state, State from, int pc) {
    State older = from.parent();
    while (older != null && !(older.pc() == pc && older.hasSameCalls(state))) {
      older = older.parent();
    }
    if (older == null) {
      return;
    }
    for (int f = 0; f <= state.depth(); f++) {
      widen(older.frame(f), state.frame(f));
    }
  }

  private static void widen(Frame older, Frame now) {
    for (int i = 0; i < 10; i++) {
      boolean precise = older.isRegPrecise(i) || now.isRegPrecise(i);
      now.set(i, widened(older.reg(i), now.reg(i), precise));
    }
    int slots = Math.min(older.slotCount(), now.slotCount());
    for (int i = 0; i < slots; i++) {
      Slot before = older.slot(i);
      Slot slot = now.slot(i);
      if (before.isSpill() && slot.isSpill()) {
        boolean precise = older.isSlotPrecise(i) || now.isSlotPrecise(i);
        now.setSlot(i, slot.withSpilled(widened(before.spilled(), slot.spilled(), precise)));
      }
    }
  }

  private static Reg widened(Reg before, Reg now, boolean precise) {
    boolean keep =
        precise || !before.isScalar() || !now.isScalar() || before.var().equals(now.var());
    return keep ? now : Reg.UNKNOWN;
  }
}
