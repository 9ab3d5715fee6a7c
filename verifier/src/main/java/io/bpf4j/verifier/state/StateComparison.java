package io.bpf4j.verifier.state;

import java.util.Objects;

/**
 * Whether what was found for one state holds for another: subsumption for pruning, equality for
 * finding loops that make no progress.
 */
public final class StateComparison {
  /** Which registers and slots what follows may read. */
  public interface Liveness {
    /** Bit per register that may be read from {@code pc} on, before it is written. */
    int registers(int pc);
  }

  private final State old;
  private final State current;
  private final Liveness liveness;
  private final How how;
  private final boolean exact;
  private final IdMap ids = new IdMap();

  /** How closely states are compared. */
  private enum How {
    /** Numbers that did not matter are not compared. */
    AS_FAR_AS_IT_MATTERED,
    /** Every number lies within the older one. */
    WITHIN,
    /** The same. */
    EXACT
  }

  private StateComparison(State old, State current, Liveness liveness, How how) {
    this.old = old;
    this.current = current;
    this.liveness = liveness;
    this.how = how;
    this.exact = how == How.EXACT;
  }

  /** Whether every concrete state of {@code current} is safe because {@code old} was found safe. */
  public static boolean subsumes(State old, State current, Liveness liveness) {
    return new StateComparison(old, current, liveness, How.AS_FAR_AS_IT_MATTERED).compare();
  }

  /**
   * Whether every concrete state of {@code current} is one of {@code old}, whatever mattered: for
   * states of a loop that was not walked to its end.
   */
  public static boolean contains(State old, State current, Liveness liveness) {
    return new StateComparison(old, current, liveness, How.WITHIN).compare();
  }

  /** Whether both states are the same in all that is live. */
  public static boolean equal(State old, State current, Liveness liveness) {
    return new StateComparison(old, current, liveness, How.EXACT).compare();
  }

  /** Whether the innermost frames' registers are the same, dead ones too: a quick first look. */
  public static boolean maybeEqual(State old, State current) {
    if (old.depth() != current.depth()) {
      return false;
    }
    for (int i = 0; i < 11; i++) {
      if (!old.reg(i).equals(current.reg(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean compare() {
    if (old.depth() != current.depth() || !referencesMatch()) {
      return false;
    }
    for (int i = 0; i <= old.depth(); i++) {
      boolean sameCall =
          old.frame(i).callSite() == current.frame(i).callSite()
              && old.frame(i).callbackDepth() <= current.frame(i).callbackDepth();
      if (!sameCall) {
        return false;
      }
      int live = liveness.registers(old.pcOf(i));
      if (!registersMatch(old.frame(i), current.frame(i), live)
          || !stackMatches(old.frame(i), current.frame(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean referencesMatch() {
    int[] before = old.references();
    int[] now = current.references();
    if (before.length != now.length) {
      return false;
    }
    for (int i = 0; i < before.length; i++) {
      if (!ids.match(before[i], now[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean registersMatch(Frame before, Frame now, int live) {
    for (int i = 0; i < 11; i++) {
      if ((live >>> i & 1) != 0 && !matches(before.reg(i), now.reg(i), before.isRegPrecise(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean stackMatches(Frame before, Frame now) {
    if (exact && before.slotCount() > now.slotCount()) {
      return false;
    }
    for (int i = 0; i < before.slotCount(); i++) {
      if (!matches(before.slot(i), now.slot(i), before.isSlotPrecise(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(Slot before, Slot now, boolean precise) {
    if (exact && before.types() != now.types()) {
      return false;
    }
    if (before.isAllData() && !before.isSpill() && !exact) {
      // Reading it gave a number of which nothing is known, or nobody read it.
      return true;
    }
    Reg beforeNumber = wholeNumber(before);
    Reg nowNumber = wholeNumber(now);
    if (beforeNumber != null && nowNumber != null) {
      return matches(beforeNumber, nowNumber, precise && before.isSpill());
    }
    for (int i = 0; i < 8; i++) {
      int was = before.type(i);
      if (was != Slot.INVALID && was != Slot.MISC && was != now.type(i)) {
        return false;
      }
    }
    return !before.isSpill() || matches(before.spilled(), now.spilled(), precise);
  }

  /** The number that a slot's eight bytes are, null where they are something else. */
  private static Reg wholeNumber(Slot slot) {
    if (slot.isScalarSpill() && slot.spillSize() == 8) {
      return slot.spilled();
    }
    return slot.isAllData() ? Reg.UNKNOWN : null;
  }

  private boolean matches(Reg before, Reg now, boolean precise) {
    if (exact) {
      return exactly(before, now);
    }
    if (before.kind() == RegKind.NOT_INIT) {
      return how == How.AS_FAR_AS_IT_MATTERED || now.kind() == RegKind.NOT_INIT;
    }
    if (before.kind() != now.kind() || before.maybeNull() != now.maybeNull()) {
      return false;
    }
    return switch (before.kind()) {
      case SCALAR -> !precise && how == How.AS_FAR_AS_IT_MATTERED || scalarMatches(before, now);
      case MAP_VALUE, MAP_KEY, MEM ->
          before.off() == now.off()
              && sameTarget(before, now)
              && before.var().contains(now.var())
              && ids.match(before.id(), now.id())
              && ids.match(before.refId(), now.refId());
      case PACKET, PACKET_META ->
          rangeSuffices(before.range(), now.range())
              && before.off() == now.off()
              && ids.match(before.id(), now.id())
              && before.var().contains(now.var());
      case NOT_INIT,
          CTX,
          CONST_MAP_PTR,
          STACK,
          PACKET_END,
          FUNC,
          SOCK_COMMON,
          SOCKET,
          TCP_SOCK,
          XDP_SOCK,
          FLOW_KEYS,
          TP_BUFFER ->
          exactly(before, now);
    };
  }

  private boolean scalarMatches(Reg before, Reg now) {
    return before.addedBits() == now.addedBits()
        && (before.addedBits() == 0 || before.off() == now.off())
        && before.var().contains(now.var())
        && ids.matchScalar(before.id(), now.id());
  }

  private static boolean rangeSuffices(int before, int now) {
    return before < 0 || now < 0 ? before == now : before <= now;
  }

  private static boolean sameTarget(Reg before, Reg now) {
    return Objects.equals(before.map(), now.map()) && before.size() == now.size();
  }

  private boolean exactly(Reg before, Reg now) {
    return before.kind() == now.kind()
        && before.maybeNull() == now.maybeNull()
        && before.off() == now.off()
        && before.addedBits() == now.addedBits()
        && before.range() == now.range()
        && before.frame() == now.frame()
        && sameTarget(before, now)
        && before.var().equals(now.var())
        && ids.match(before.id(), now.id())
        && ids.match(before.refId(), now.refId());
  }
}
