package io.bpf4j.verifier.explore;

/** Registers and stack slots, by frame, whose exact number is asked for while going back. */
final class Marks {
  private static final int ARGUMENTS = 0b111110;

  private final int[] regs = new int[16];
  private final long[] slots = new long[16];
  private int frame;

  Marks(int frame) {
    this.frame = frame;
  }

  int frame() {
    return frame;
  }

  boolean isEmpty() {
    int any = 0;
    long anySlot = 0;
    for (int i = 0; i < regs.length; i++) {
      any |= regs[i];
      anySlot |= slots[i];
    }
    return any == 0 && anySlot == 0;
  }

  boolean has(int reg) {
    return has(frame, reg);
  }

  boolean has(int inFrame, int reg) {
    return (regs[inFrame] >>> reg & 1) != 0;
  }

  void add(int reg) {
    add(frame, reg);
  }

  void add(int inFrame, int reg) {
    regs[inFrame] |= 1 << reg;
  }

  void remove(int reg) {
    remove(frame, reg);
  }

  void remove(int inFrame, int reg) {
    regs[inFrame] &= ~(1 << reg);
  }

  boolean hasSlot(int inFrame, int slot) {
    return (slots[inFrame] >>> slot & 1) != 0;
  }

  void addSlot(int inFrame, int slot) {
    slots[inFrame] |= 1L << slot;
  }

  void removeSlot(int inFrame, int slot) {
    slots[inFrame] &= ~(1L << slot);
  }

  int regs(int inFrame) {
    return regs[inFrame];
  }

  long slots(int inFrame) {
    return slots[inFrame];
  }

  void removeArguments() {
    regs[frame] &= ~ARGUMENTS;
  }

  boolean hasArguments() {
    return (regs[frame] & ARGUMENTS) != 0;
  }

  /** Whether anything but arguments is asked for in the innermost frame. */
  boolean hasOtherThanArguments() {
    return (regs[frame] & ~ARGUMENTS) != 0 || slots[frame] != 0;
  }

  /** Goes back over a call, from the callee's start: its arguments are the caller's. */
  void leaveCallee() {
    int arguments = regs[frame] & ARGUMENTS;
    regs[frame] = 0;
    slots[frame] = 0;
    frame--;
    regs[frame] |= arguments;
  }

  /** Goes back over a return, into the callee's end: its result is the caller's r0. */
  void enterCallee(boolean resultAsked) {
    frame++;
    if (resultAsked) {
      add(0);
    }
  }
}
