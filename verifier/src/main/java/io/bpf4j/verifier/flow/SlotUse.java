package io.bpf4j.verifier.flow;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * What one function, under one chain of calls, was seen to do with stack slots of its own and its
 * callers' frames: which each instruction reads, which it writes whenever it is come to, and so
 * which may be read from each instruction on, before they are written. Paths only add to it.
 */
final class SlotUse {
  private record Call(int site, int function) {}

  /** By instruction, from the function's start: bits of one frame's slots. */
  private record Row(long[] reads, long[] writes, long[] live) {}

  private final StackUse all;
  private final SlotUse caller;
  private final int callSite;
  private final int depth;
  private final int start;
  private final int end;

  /** By frame; null where no slot of it was touched. */
  private final Row[] rows;

  /** By frame: whether there was no room for a row, so that all its slots count as read. */
  private int unknownFrames;

  private final BitSet written = new BitSet();
  private final Map<Call, SlotUse> callees = new HashMap<>();

  /** Whether an instruction was found to write what its followers had already been seen to read. */
  private boolean stale;

  private int[] open = new int[16];
  private int openSize;

  SlotUse(StackUse all, SlotUse caller, int callSite, int function) {
    this.all = all;
    this.caller = caller;
    this.callSite = callSite;
    this.depth = caller == null ? 0 : caller.depth + 1;
    this.start = all.subprograms().start(function);
    this.end = all.subprograms().end(function);
    this.rows = new Row[depth + 1];
  }

  /** The same of a function that is called from here. */
  SlotUse callee(int site, int function) {
    return callees.computeIfAbsent(
        new Call(site, function), call -> new SlotUse(all, this, site, function));
  }

  /** The instruction reads, or may read, these slots of a frame. */
  void read(int pc, int frame, long slots) {
    Row row = row(frame);
    if (row == null || (row.reads[pc - start] & slots) == slots) {
      return;
    }
    row.reads[pc - start] |= slots;
    spread(row, frame, pc);
  }

  /**
   * The instruction was executed.
   *
   * @param frame the frame of which it wrote whole slots, -1 where it wrote none
   */
  void executed(int pc, int frame, long slots) {
    int at = pc - start;
    boolean first = !written.get(at);
    written.set(at);
    if (frame >= 0 && first) {
      row(frame);
    }
    for (int f = 0; f <= depth; f++) {
      Row row = rows[f];
      if (row == null) {
        continue;
      }
      long now = f == frame ? slots : 0;
      if (first) {
        row.writes[at] = now;
        stale |= (row.live[at] & now & ~row.reads[at]) != 0;
      } else if ((row.writes[at] & ~now) != 0) {
        row.writes[at] &= now;
        spread(row, f, pc);
      }
    }
  }

  /** Bit per slot of a frame that may be read from {@code pc} on, before it is written. */
  long live(int pc, int frame) {
    if ((unknownFrames >>> frame & 1) != 0) {
      return -1L;
    }
    if (stale) {
      spreadAnew();
    }
    Row row = rows[frame];
    return row == null ? 0 : row.live[pc - start];
  }

  private Row row(int frame) {
    if (rows[frame] == null && (unknownFrames >>> frame & 1) == 0) {
      if (all.reserve(end - start)) {
        rows[frame] = new Row(new long[end - start], new long[end - start], new long[end - start]);
      } else {
        unknownFrames |= 1 << frame;
        if (frame < depth) {
          caller.read(callSite, frame, -1L);
        }
      }
    }
    return rows[frame];
  }

  private void spreadAnew() {
    stale = false;
    for (int f = 0; f <= depth; f++) {
      Row row = rows[f];
      if (row == null) {
        continue;
      }
      Arrays.fill(row.live, 0);
      for (int pc = end - 1; pc >= start; pc--) {
        if (row.reads[pc - start] != 0) {
          spread(row, f, pc);
        }
      }
    }
  }

  /** Carries what an instruction needs back to those before it. */
  private void spread(Row row, int frame, int from) {
    push(from);
    while (openSize > 0) {
      int pc = open[--openSize];
      int at = pc - start;
      long now = after(row, pc) & ~row.writes[at] | row.reads[at];
      if (now == row.live[at]) {
        continue;
      }
      row.live[at] = now;
      if (pc == start && frame < depth) {
        caller.read(callSite, frame, now);
      }
      for (int i = all.edges().predecessors(pc) - 1; i >= 0; i--) {
        push(all.edges().predecessor(pc, i));
      }
    }
  }

  private long after(Row row, int pc) {
    long after = 0;
    for (int which = 0; which < Edges.MOST; which++) {
      int next = all.edges().successor(pc, which);
      if (next != Edges.NONE) {
        after |= row.live[next - start];
      }
    }
    return after;
  }

  private void push(int pc) {
    if (openSize == open.length) {
      open = Arrays.copyOf(open, openSize * 2);
    }
    open[openSize++] = pc;
  }
}
