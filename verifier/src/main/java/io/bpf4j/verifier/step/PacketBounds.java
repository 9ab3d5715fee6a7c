package io.bpf4j.verifier.step;

import io.bpf4j.isa.JumpOp;
import io.bpf4j.verifier.domain.Comparison.Outcome;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import io.bpf4j.verifier.state.Slot;
import io.bpf4j.verifier.state.State;

/** What a comparison of a packet pointer with the packet's end, or its start, tells. */
final class PacketBounds {
  /** No packet is longer (kernel: MAX_PACKET_OFF). */
  private static final long MAX_PACKET = 0xffff;

  private PacketBounds() {}

  /** Whether both are pointers into the packet or to its end. */
  static boolean comparable(Reg left, Reg right) {
    return isAny(left) && isAny(right);
  }

  private static boolean isAny(Reg reg) {
    return reg.kind().isPacket() || reg.kind() == RegKind.PACKET_END;
  }

  /** Whether a pointer that is known to be at or past the end is found there once more. */
  static Outcome decide(JumpOp op, Reg left, Reg right) {
    JumpOp seen = op;
    Reg pointer;
    if (right.kind() == RegKind.PACKET_END) {
      pointer = left;
    } else if (left.kind() == RegKind.PACKET_END) {
      pointer = right;
      seen = flipped(op);
    } else {
      return Outcome.EITHER;
    }
    int range = pointer.range();
    if (range >= 0) {
      return Outcome.EITHER;
    }
    return switch (seen) {
      case JGT -> range == Reg.BEYOND_END ? Outcome.ALWAYS : Outcome.EITHER;
      case JLE -> range == Reg.BEYOND_END ? Outcome.NEVER : Outcome.EITHER;
      case JGE -> Outcome.ALWAYS;
      case JLT -> Outcome.NEVER;
      default -> Outcome.EITHER;
    };
  }

  private static JumpOp flipped(JumpOp op) {
    return switch (op) {
      case JGT -> JumpOp.JLT;
      case JGE -> JumpOp.JLE;
      case JLT -> JumpOp.JGT;
      case JLE -> JumpOp.JGE;
      case JSGT -> JumpOp.JSLT;
      case JSGE -> JumpOp.JSLE;
      case JSLT -> JumpOp.JSGT;
      case JSLE -> JumpOp.JSGE;
      case JEQ, JNE, JSET -> op;
    };
  }

  /**
   * Refines both branches.
   *
   * @param falls the state where the condition fails
   * @param jumps the state where it holds
   * @param leftNo number of the left register
   * @param rightNo number of the right register
   */
  static void refine(JumpOp op, State falls, State jumps, int leftNo, int rightNo) {
    Reg left = falls.reg(leftNo);
    Reg right = falls.reg(rightNo);
    boolean pointerLeft = isPair(left, right);
    if (!pointerLeft && !isPair(right, left)) {
      return;
    }
    int pointerNo = pointerLeft ? leftNo : rightNo;
    // From here on: pointer OP end.
    switch (pointerLeft ? op : flipped(op)) {
      case JGT -> apply(falls, jumps, pointerNo, false);
      case JLT -> apply(jumps, falls, pointerNo, true);
      case JGE -> apply(falls, jumps, pointerNo, true);
      case JLE -> apply(jumps, falls, pointerNo, false);
      default -> {}
    }
  }

  /** Packet and its end, or metadata and the packet's unmoved start. */
  private static boolean isPair(Reg pointer, Reg end) {
    boolean packet = pointer.kind() == RegKind.PACKET && end.kind() == RegKind.PACKET_END;
    boolean meta =
        pointer.kind() == RegKind.PACKET_META
            && end.kind() == RegKind.PACKET
            && end.off() == 0
            && end.id() == 0
            && end.var().isZero();
    return packet || meta;
  }

  /**
   * @param inside the state where the pointer is before the end, or at it
   * @param outside the other one
   * @param strict whether it is before the end and not at it
   */
  private static void apply(State inside, State outside, int pointerNo, boolean strict) {
    Reg pointer = inside.reg(pointerNo);
    raiseRanges(inside, pointer, strict);
    Reg beyond = outside.reg(pointerNo);
    if (beyond.kind() == RegKind.PACKET) {
      outside.set(pointerNo, beyond.withRange(strict ? Reg.AT_END : Reg.BEYOND_END));
    }
  }

  private static void raiseRanges(State state, Reg pointer, boolean strict) {
    boolean tellsNothing = pointer.off() < 0 || pointer.off() == 0 && strict;
    long umax = pointer.var().umax();
    if (tellsNothing
        || Long.compareUnsigned(umax, MAX_PACKET) > 0
        || umax + pointer.off() > MAX_PACKET) {
      return;
    }
    int range = pointer.off() + (strict ? 1 : 0);
    for (int f = 0; f <= state.depth(); f++) {
      Frame frame = state.frame(f);
      for (int i = 0; i < 10; i++) {
        frame.set(i, raised(frame.reg(i), pointer, range));
      }
      for (int i = 0; i < frame.slotCount(); i++) {
        Slot slot = frame.slot(i);
        if (slot.isSpill()) {
          frame.setSlot(i, slot.withSpilled(raised(slot.spilled(), pointer, range)));
        }
      }
    }
  }

  private static Reg raised(Reg reg, Reg pointer, int range) {
    boolean same = reg.kind() == pointer.kind() && reg.id() == pointer.id();
    return same ? reg.withRange(Math.max(reg.range(), range)) : reg;
  }

  /** Forgets every packet pointer: the packet was moved or resized. */
  static void invalidate(State state) {
    for (int f = 0; f <= state.depth(); f++) {
      Frame frame = state.frame(f);
      for (int i = 0; i < 10; i++) {
        if (isAny(frame.reg(i))) {
          frame.set(i, Reg.UNKNOWN);
        }
      }
      for (int i = 0; i < frame.slotCount(); i++) {
        Slot slot = frame.slot(i);
        if (slot.isSpill() && isAny(slot.spilled())) {
          frame.setSlot(i, slot.withSpilled(Reg.UNKNOWN));
        }
      }
    }
  }
}
