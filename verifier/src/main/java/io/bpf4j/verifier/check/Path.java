package io.bpf4j.verifier.check;

import io.bpf4j.isa.Instruction;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.verifier.flow.Program;
import io.bpf4j.verifier.flow.StackUse;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.rule.Unmodelled;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import io.bpf4j.verifier.state.State;

/** The path being walked: where it is, what is known there, and whom it walks for. */
public final class Path {
  /** Notes that a number's exact value mattered, in all states that it came from. */
  public interface Precision {
    /** The number in a register of the innermost frame mattered at the current instruction. */
    void register(Path path, int register);

    /** The number spilled to a slot of a frame mattered at the current instruction. */
    void slot(Path path, int frame, int slot);
  }

  private final Program program;
  private final KernelProfile profile;
  private final Precision precision;
  private final int[] stackDepth;
  private final StackUse stackUse;
  private State state;
  private int pc;
  private int previous = -1;
  private int lastId;

  /** Of the current instruction: the frame and the slot that it wrote all of. */
  private int writtenFrame = -1;

  private int writtenSlot;

  public Path(Program program, KernelProfile profile, Precision precision) {
    this.program = program;
    this.profile = profile;
    this.precision = precision;
    this.stackUse = new StackUse(program);
    this.stackDepth = new int[program.subprograms().count()];
  }

  public Program program() {
    return program;
  }

  public KernelProfile profile() {
    return profile;
  }

  public ProgramType type() {
    return program.spec().type();
  }

  public State state() {
    return state;
  }

  /** Goes on with another state at another place. */
  public void moveTo(State other, int nextPc, int previousPc) {
    state = other;
    pc = nextPc;
    previous = previousPc;
  }

  /** Steps to the next instruction of the same path. */
  public void advance(int nextPc) {
    previous = pc;
    pc = nextPc;
  }

  public int pc() {
    return pc;
  }

  /** The instruction executed before this one, -1 at the start. */
  public int previous() {
    return previous;
  }

  public Instruction instruction() {
    return program.at(pc);
  }

  /** An id that no register has. */
  public int newId() {
    return ++lastId;
  }

  /** A register of the innermost frame. */
  public Reg reg(int number) {
    return state.reg(number);
  }

  public void set(int number, Reg reg) {
    state.set(number, reg);
  }

  /**
   * A register that is read.
   *
   * @throws Refusal where nothing was written to it
   */
  public Reg read(int number) {
    Reg reg = state.reg(number);
    if (reg.kind() == RegKind.NOT_INIT) {
      throw refuse(
          Rule.UNINITIALIZED_REGISTER,
          "R" + number + " !read_ok",
          "r" + number + " is read here, but some path to pc " + pc + " never writes it");
    }
    return reg;
  }

  /**
   * Checks that a register may be written.
   *
   * @throws Refusal for the frame pointer
   */
  public void requireWritable(int number) {
    if (number == 10) {
      throw refuse(Rule.FRAME_POINTER_WRITE, "frame pointer is read only", "r10 cannot be written");
    }
  }

  /** The exact number in a register matters to the verdict. */
  public void requirePrecise(int number) {
    precision.register(this, number);
  }

  /** The exact number in a spilled slot matters to the verdict. */
  public void requirePreciseSlot(int frame, int slot) {
    precision.slot(this, frame, slot);
  }

  /** Which stack slots may still be read. */
  public StackUse stackUse() {
    return stackUse;
  }

  /** The current instruction may read slots of a frame, from one to another. */
  public void readsSlots(int frame, int from, int to) {
    stackUse.read(state, pc, frame, from, to);
  }

  /** The current instruction writes all of a slot. */
  public void writesSlot(int frame, int slot) {
    writtenFrame = frame;
    writtenSlot = slot;
  }

  /** The current instruction, a store, was executed. */
  public void endStore() {
    stackUse.executed(state, pc, writtenFrame, writtenSlot);
    writtenFrame = -1;
  }

  /** Notes how deep the stack of a frame's function is used; {@code off} is negative. */
  public void useStack(int frame, int off) {
    int function = state.frame(frame).function();
    stackDepth[function] = Math.max(stackDepth[function], -off);
  }

  /** Bytes of stack that each subprogram was seen to use. */
  public int[] stackDepth() {
    return stackDepth;
  }

  /**
   * Gives a number an id, so that what is learned of one copy is learned of all; a constant needs
   * none.
   */
  public Reg linkable(Reg reg) {
    if (!reg.isScalar()) {
      return reg;
    }
    Reg out = reg.addedBits() != 0 ? reg.unlinked() : reg;
    return out.id() == 0 && !out.var().isConstant() ? out.linked(newId()) : out;
  }

  public Refusal refuse(Rule rule, String kernelMessage, String detail) {
    return new Refusal(rule, pc, kernelMessage, detail);
  }

  public Unmodelled unmodelled(String what) {
    return new Unmodelled(pc, what);
  }

  /** How a kind is called in the kernel's log. */
  public static String kernelName(Reg reg) {
    // Memory that must be given back is a record of a ring buffer.
    boolean record = reg.kind() == RegKind.MEM && reg.refId() != 0;
    return (record ? "ringbuf_mem" : reg.kind().kernelName()) + (reg.maybeNull() ? "_or_null" : "");
  }
}
