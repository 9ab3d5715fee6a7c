package io.bpf4j.verifier.state;

import java.util.Arrays;

/**
 * How the current state came from its parent: the jumps, and the instructions that touched the
 * stack or compared linked numbers. What lies between two entries was executed in order of pc.
 */
public final class History {
  /**
   * One entry.
   *
   * @param pc the instruction
   * @param previous the instruction executed before it
   * @param stackFrame frame of the stack slot that it spilled to or filled from, -1 where none
   * @param stackSlot that slot
   * @param pointers bit 0 and 1: the left and right operand of the comparison is a pointer
   * @param linked the linked registers and slots that it compared, coded by {@link #linkedReg} and
   *     {@link #linkedSlot}; empty where none
   */
  public record Entry(
      int pc, int previous, int stackFrame, int stackSlot, int pointers, int[] linked) {}

  private static final int[] NONE = {};

  private Entry[] entries = {};
  private int size;

  public int size() {
    return size;
  }

  public Entry entry(int index) {
    return entries[index];
  }

  public void add(int pc, int previous) {
    append(new Entry(pc, previous, -1, -1, 0, NONE));
  }

  /** Notes that the instruction spilled to or filled from a slot. */
  public void addStackAccess(int pc, int previous, int frame, int slot) {
    if (size > 0 && entries[size - 1].pc() == pc) {
      Entry last = entries[size - 1];
      entries[size - 1] =
          new Entry(pc, last.previous(), frame, slot, last.pointers(), last.linked());
    } else {
      append(new Entry(pc, previous, frame, slot, 0, NONE));
    }
  }

  /** Notes what a comparison compared. */
  public void addComparison(int pc, int previous, int pointers, int[] linked) {
    if (size > 0 && entries[size - 1].pc() == pc) {
      Entry last = entries[size - 1];
      entries[size - 1] =
          new Entry(pc, last.previous(), last.stackFrame(), last.stackSlot(), pointers, linked);
    } else {
      append(new Entry(pc, previous, -1, -1, pointers, linked));
    }
  }

  private void append(Entry entry) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, Math.max(8, size * 2));
    }
    entries[size++] = entry;
  }

  public History copy() {
    History copy = new History();
    copy.entries = Arrays.copyOf(entries, size);
    copy.size = size;
    return copy;
  }

  /** Codes a register of a frame. */
  public static int linkedReg(int frame, int reg) {
    return frame << 8 | reg;
  }

  /** Codes a stack slot of a frame. */
  public static int linkedSlot(int frame, int slot) {
    return frame << 8 | 0x80 | slot;
  }
}
