package io.bpf4j.verifier.flow;

import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.State;
import java.util.HashMap;
import java.util.Map;

/**
 * Which stack slots may be read from a place on, before they are written: found from what the paths
 * walked so far did, whatever way they took. What is dead need not be compared between states that
 * were walked to their end. Every access to the stack must be told here, or a slot that matters is
 * taken for dead.
 */
public final class StackUse {
  /** Instructions times frames that are looked at; beyond them every slot counts as read. */
  private static final int ROOM = 1 << 21;

  private final Program program;
  private final Edges edges;
  private final Map<Integer, SlotUse> outermost = new HashMap<>();
  private int room = ROOM;

  /** The function being walked, found by its innermost frame. */
  private SlotUse current;

  private Frame currentFrame;

  public StackUse(Program program) {
    this.program = program;
    this.edges = program.edges();
  }

  /** The instruction at {@code pc} may read slots of a frame, from one to another. */
  public void read(State state, int pc, int frame, int from, int to) {
    current(state).read(pc, frame, -1L << from & -1L >>> 63 - to);
  }

  /**
   * A store at {@code pc} was executed.
   *
   * @param frame the frame of which it wrote a whole slot, -1 where it wrote none
   */
  public void executed(State state, int pc, int frame, int slot) {
    current(state).executed(pc, frame, frame < 0 ? 0 : 1L << slot);
  }

  /** Bit per slot of a checkpoint's frame that may be read from the checkpoint on. */
  public long liveSlots(State checkpoint, int frame) {
    long live = 0;
    SlotUse use = outermost(checkpoint);
    for (int i = 0; i <= checkpoint.depth(); i++) {
      if (i > 0) {
        use = inner(use, checkpoint.frame(i));
      }
      if (i >= frame) {
        int pc = checkpoint.pcOf(i);
        // Where a helper calls back, the call is come to again; elsewhere it lies behind.
        boolean behind = i < checkpoint.depth() && !program.callsBack(pc);
        live |= use.live(behind ? pc + 1 : pc, frame);
      }
    }
    return live;
  }

  private SlotUse current(State state) {
    if (state.frame() != currentFrame) {
      SlotUse use = outermost(state);
      for (int i = 1; i <= state.depth(); i++) {
        use = inner(use, state.frame(i));
      }
      current = use;
      currentFrame = state.frame();
    }
    return current;
  }

  private SlotUse outermost(State state) {
    return outermost.computeIfAbsent(
        state.frame(0).function(), function -> new SlotUse(this, null, -1, function));
  }

  private static SlotUse inner(SlotUse outer, Frame frame) {
    return outer.callee(frame.callSite(), frame.function());
  }

  boolean reserve(int instructions) {
    if (instructions > room) {
      return false;
    }
    room -= instructions;
    return true;
  }

  Edges edges() {
    return edges;
  }

  Subprograms subprograms() {
    return program.subprograms();
  }
}
