package io.bpf4j.verifier.explore;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Store;
import io.bpf4j.uapi.Helper;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.flow.Program;
import io.bpf4j.verifier.rule.Unmodelled;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.History;
import io.bpf4j.verifier.state.Slot;
import io.bpf4j.verifier.state.State;

/**
 * Finds out which numbers a decision depended on. It goes back along the path, from the instruction
 * that used a number, to where the number came from, and marks it in every checkpoint on the way:
 * only marked numbers are compared when later states are held against those checkpoints.
 */
final class Backtracker implements Path.Precision {
  private final Program program;

  Backtracker(Program program) {
    this.program = program;
  }

  @Override
  public void register(Path path, int register) {
    if (!path.reg(register).isScalar()) {
      return;
    }
    Marks marks = new Marks(path.state().depth());
    marks.add(register);
    goBack(path.state(), path.pc(), marks);
  }

  @Override
  public void slot(Path path, int frame, int slot) {
    Marks marks = new Marks(path.state().depth());
    marks.addSlot(frame, slot);
    goBack(path.state(), path.pc(), marks);
  }

  /**
   * Marks what a checkpoint had marked in the states that led to {@code state}, which is like it.
   *
   * @return whether anything was marked that was not before
   */
  boolean inherit(State checkpoint, State state, int pc) {
    Marks marks = new Marks(state.depth());
    for (int f = 0; f <= checkpoint.depth(); f++) {
      Frame frame = checkpoint.frame(f);
      for (int i = 0; i < 10; i++) {
        if (frame.isRegPrecise(i) && frame.reg(i).isScalar()) {
          marks.add(f, i);
        }
      }
      for (int i = 0; i < frame.slotCount(); i++) {
        if (frame.isSlotPrecise(i) && frame.slot(i).isScalarSpill()) {
          marks.addSlot(f, i);
        }
      }
    }
    return !marks.isEmpty() && goBack(state, pc, marks);
  }

  private boolean goBack(State from, int fromPc, Marks marks) {
    State state = from;
    int last = fromPc;
    int after = -1;
    boolean skip = true;
    boolean changed = false;
    while (state != null) {
      History history = state.history();
      int left = history.size();
      int pc = last;
      while (true) {
        History.Entry entry =
            left > 0 && history.entry(left - 1).pc() == pc ? history.entry(left - 1) : null;
        if (skip) {
          skip = false;
        } else if (!over(pc, after, entry, marks)) {
          markEverything(from);
          return true;
        }
        if (marks.isEmpty()) {
          return changed;
        }
        after = pc;
        boolean atStart = pc == state.firstPc() && (left == 0 || left == 1 && entry != null);
        if (atStart) {
          break;
        }
        if (entry != null) {
          pc = entry.previous();
          left--;
        } else {
          pc--;
          if (pc >= 0 && program.at(pc) == null) {
            pc--;
          }
        }
        if (pc < 0) {
          break;
        }
      }
      state = state.parent();
      if (state == null) {
        break;
      }
      mark(state, marks);
      if (marks.isEmpty()) {
        return changed;
      }
      changed = true;
      last = state.lastPc();
      if (last < 0) {
        return true;
      }
    }
    return changed;
  }

  /** Sets marks in a checkpoint; what is marked already, or is no number, needs no more. */
  private static void mark(State state, Marks marks) {
    for (int f = 0; f <= state.depth(); f++) {
      Frame frame = state.frame(f);
      for (int i = 0; i < 10; i++) {
        if (marks.has(f, i)) {
          if (!frame.reg(i).isScalar() || frame.isRegPrecise(i)) {
            marks.remove(f, i);
          } else {
            frame.markRegPrecise(i);
          }
        }
      }
      for (int i = 0; i < Frame.MAX_SLOTS; i++) {
        if (marks.hasSlot(f, i)) {
          Slot slot = frame.slot(i);
          if (!slot.isScalarSpill() || frame.isSlotPrecise(i)) {
            marks.removeSlot(f, i);
          } else {
            frame.markSlotPrecise(i);
          }
        }
      }
    }
  }

  /** Where the way back is lost, every number of every checkpoint on it is taken to matter. */
  static void markEverything(State from) {
    for (State state = from.parent(); state != null; state = state.parent()) {
      for (int f = 0; f <= state.depth(); f++) {
        Frame frame = state.frame(f);
        for (int i = 0; i < 10; i++) {
          frame.markRegPrecise(i);
        }
        for (int i = 0; i < frame.slotCount(); i++) {
          frame.markSlotPrecise(i);
        }
      }
    }
  }

  /** Goes back over one instruction; false where it cannot tell what the numbers came from. */
  private boolean over(int pc, int after, History.Entry entry, Marks marks) {
    if (entry != null) {
      spread(entry.linked(), marks);
    }
    boolean known = overInstruction(pc, after, entry, marks);
    if (entry != null) {
      spread(entry.linked(), marks);
    }
    return known;
  }

  /** Where one of several linked numbers matters, all do. */
  private static void spread(int[] linked, Marks marks) {
    boolean any = false;
    for (int place : linked) {
      any |=
          (place & 0x80) != 0
              ? marks.hasSlot(place >> 8, place & 0x7f)
              : marks.has(place >> 8, place & 0x7f);
    }
    if (!any) {
      return;
    }
    for (int place : linked) {
      if ((place & 0x80) != 0) {
        marks.addSlot(place >> 8, place & 0x7f);
      } else {
        marks.add(place >> 8, place & 0x7f);
      }
    }
  }

  private boolean overInstruction(int pc, int after, History.Entry entry, Marks marks) {
    Instruction instruction = program.at(pc);
    switch (instruction.kind()) {
      case ALU -> overAlu((Alu) instruction, marks);
      case LOAD_IMM64 -> marks.remove(((LoadImm64) instruction).dst().number());
      case LOAD -> overLoad(((Load) instruction).dst().number(), entry, marks);
      case STORE -> {
        Store store = (Store) instruction;
        return overStore(store.base(), store.src() instanceof Register r ? r : null, entry, marks);
      }
      case ATOMIC -> {
        Atomic atomic = (Atomic) instruction;
        if (atomic.op() == AtomicOp.LOAD_ACQ) {
          overLoad(atomic.src().number(), entry, marks);
          return true;
        }
        return overStore(atomic.base(), atomic.src(), entry, marks);
      }
      case JUMP -> overJump((Jump) instruction, entry, marks);
      case CALL -> {
        if (program.callsBack(pc) && after != pc + 1) {
          marks.removeArguments();
          marks.leaveCallee();
          return true;
        }
        return overCall(pc, after, ((Call) instruction).callee(), marks);
      }
      case EXIT -> {
        boolean resultAsked = after >= 1 && isLocalCall(after - 1) && marks.has(0);
        if (after >= 0 && program.callsBack(after)) {
          // What a callback gets in its arguments is not what its caller had there.
          marks.removeArguments();
        }
        marks.remove(0);
        marks.enterCallee(resultAsked);
      }
      case PACKET_LOAD -> {
        if (marks.has(0)) {
          marks.remove(0);
          return false;
        }
      }
      case BYTE_SWAP, GOTO, MAY_GOTO, ADDR_SPACE_CAST, INDIRECT_GOTO, RAW -> {}
    }
    return true;
  }

  private boolean isLocalCall(int pc) {
    return program.at(pc) instanceof Call call && call.callee() instanceof Callee.Local;
  }

  private static void overAlu(Alu alu, Marks marks) {
    int dst = alu.dst().number();
    if (!marks.has(dst)) {
      return;
    }
    if (alu.op() == AluOp.MOV || alu.op().isSignExtendingMove()) {
      marks.remove(dst);
    }
    if (alu.src() instanceof Register src && src.number() != 10) {
      marks.add(src.number());
    }
  }

  private static void overLoad(int dst, History.Entry entry, Marks marks) {
    if (!marks.has(dst)) {
      return;
    }
    marks.remove(dst);
    if (entry != null && entry.stackFrame() >= 0) {
      marks.addSlot(entry.stackFrame(), entry.stackSlot());
    }
  }

  private static boolean overStore(Register base, Register src, History.Entry entry, Marks marks) {
    if (marks.has(base.number())) {
      // An address is no number: two pointers were subtracted.
      return false;
    }
    boolean filled =
        entry != null
            && entry.stackFrame() >= 0
            && marks.hasSlot(entry.stackFrame(), entry.stackSlot());
    if (filled) {
      marks.removeSlot(entry.stackFrame(), entry.stackSlot());
      if (src != null) {
        marks.add(src.number());
      }
    }
    return true;
  }

  private static void overJump(Jump jump, History.Entry entry, Marks marks) {
    if (!(jump.src() instanceof Register src)) {
      return;
    }
    int left = jump.dst().number();
    int right = src.number();
    if (!marks.has(left) && !marks.has(right)) {
      return;
    }
    int pointers = entry == null ? 0 : entry.pointers();
    if ((pointers & 1) == 0) {
      marks.add(left);
    }
    if ((pointers & 2) == 0) {
      marks.add(right);
    }
  }

  private static boolean overCall(int pc, int after, Callee callee, Marks marks) {
    if (callee instanceof Callee.Local) {
      if (marks.frame() == 0 || marks.hasOtherThanArguments()) {
        // Linux 6.18 loses its way back where a packet load ended a subprogram, and gives up.
        throw new Unmodelled(
            pc, "a number that was known before a subprogram ended by a legacy packet load");
      }
      marks.leaveCallee();
      return true;
    }
    marks.remove(0);
    if (callee instanceof Callee.Helper helper
        && helper.id() == Helper.TAIL_CALL.number()
        && after != pc + 1) {
      marks.enterCallee(false);
      return true;
    }
    return !marks.hasArguments();
  }
}
