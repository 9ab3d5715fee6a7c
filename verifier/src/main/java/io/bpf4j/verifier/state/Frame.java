package io.bpf4j.verifier.state;

import java.util.Arrays;

/** One function's registers and stack. Mutable; {@link #copy} shares the immutable parts. */
public final class Frame {
  /** Slots of 8 bytes in 512 bytes of stack. */
  public static final int MAX_SLOTS = 64;

  private static final Slot[] NO_SLOTS = {};

  private final int function;
  private final int callSite;
  private final Reg[] regs;
  private Slot[] slots;

  private final boolean callback;

  /** How many rounds of a counted callback loop were entered from here. */
  private int callbackDepth;

  /** Bit per register: whether its exact number matters to what follows. */
  private int preciseRegs;

  /** Bit per slot: the same for spilled numbers. */
  private long preciseSlots;

  /**
   * A frame with nothing in it but the frame pointer.
   *
   * @param index its place in the call chain
   * @param function index of the subprogram
   * @param callSite pc of the call, -1 for the outermost
   */
  public Frame(int index, int function, int callSite) {
    this(index, function, callSite, false);
  }

  /**
   * The same for a function that a helper calls.
   *
   * @param callback whether a helper calls it
   */
  public Frame(int index, int function, int callSite, boolean callback) {
    this(function, callSite, callback, new Reg[11], NO_SLOTS);
    Arrays.fill(regs, Reg.NOT_INIT);
    regs[10] = Reg.framePointer(index);
  }

  private Frame(int function, int callSite, boolean callback, Reg[] regs, Slot[] slots) {
    this.callback = callback;
    this.function = function;
    this.callSite = callSite;
    this.regs = regs;
    this.slots = slots;
  }

  public Frame copy() {
    Frame copy =
        new Frame(
            function, callSite, callback, regs.clone(), slots.length == 0 ? slots : slots.clone());
    copy.callbackDepth = callbackDepth;
    copy.preciseRegs = preciseRegs;
    copy.preciseSlots = preciseSlots;
    return copy;
  }

  public int function() {
    return function;
  }

  public int callSite() {
    return callSite;
  }

  /** Whether a helper called it. */
  public boolean isCallback() {
    return callback;
  }

  public int callbackDepth() {
    return callbackDepth;
  }

  public void setCallbackDepth(int rounds) {
    callbackDepth = rounds;
  }

  public Reg reg(int number) {
    return regs[number];
  }

  public void set(int number, Reg reg) {
    regs[number] = reg;
  }

  /** How many slots were touched, from the frame pointer down. */
  public int slotCount() {
    return slots.length;
  }

  /** Slot {@code index} covers the bytes {@code -8 * (index + 1)} to {@code -8 * index - 1}. */
  public Slot slot(int index) {
    return index < slots.length ? slots[index] : Slot.EMPTY;
  }

  public void setSlot(int index, Slot slot) {
    reserve(index + 1);
    slots[index] = slot;
  }

  /** Makes the stack at least {@code count} slots deep. */
  public void reserve(int count) {
    if (count > slots.length) {
      int before = slots.length;
      slots = Arrays.copyOf(slots, count);
      Arrays.fill(slots, before, count, Slot.EMPTY);
    }
  }

  public boolean isRegPrecise(int number) {
    return (preciseRegs >>> number & 1) != 0;
  }

  public void markRegPrecise(int number) {
    preciseRegs |= 1 << number;
  }

  public boolean isSlotPrecise(int index) {
    return (preciseSlots >>> index & 1) != 0;
  }

  public void markSlotPrecise(int index) {
    preciseSlots |= 1L << index;
  }

  public int preciseRegs() {
    return preciseRegs;
  }

  public long preciseSlots() {
    return preciseSlots;
  }

  public void forgetPrecision() {
    preciseRegs = 0;
    preciseSlots = 0;
  }
}
