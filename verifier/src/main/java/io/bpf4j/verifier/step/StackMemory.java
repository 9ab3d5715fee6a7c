package io.bpf4j.verifier.step;

import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.check.StackBounds;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import io.bpf4j.verifier.state.Slot;

/** Reads and writes of the stack: spills, fills, and bytes of data. */
final class StackMemory {
  /** No register: the value goes to, or comes from, outside of the program. */
  static final int NO_REGISTER = -1;

  private StackMemory() {}

  private static int slotOf(int off) {
    return (-off - 1) / 8;
  }

  /** The byte of its slot that has the lowest address of an access at {@code off}. */
  private static int byteOf(int off) {
    return off & 7;
  }

  /** Writes {@code size} bytes at {@code off}, the pointer's own fixed offset included. */
  static void write(Path path, int regNo, Reg pointer, int off, int size, Operand value) {
    StackBounds.within(path, regNo, pointer, off, size, " write to");
    if (pointer.var().isConstant()) {
      writeFixed(path, pointer, StackBounds.lowest(pointer, off), size, value);
    } else {
      writeVariable(path, pointer, off, size, value);
    }
  }

  private static void writeFixed(Path path, Reg pointer, int off, int size, Operand value) {
    Frame frame = path.state().frame(pointer.frame());
    int index = slotOf(off);
    boolean aligned = byteOf(off) == 0;
    Slot slot = frame.slot(index);
    if (aligned && size == 8) {
      path.writesSlot(pointer.frame(), index);
    }
    if (value instanceof Register register) {
      Reg reg = path.reg(register.number());
      if (aligned && reg.isScalar()) {
        spillScalar(path, frame, index, size, register.number());
        noteAccess(path, pointer.frame(), index);
        return;
      }
      if (reg.isPointer()) {
        checkPointerSpill(path, pointer, size, reg);
        frame.setSlot(index, slot.spill(reg, 8));
        noteAccess(path, pointer.frame(), index);
        return;
      }
    } else if (aligned && value instanceof Imm imm) {
      frame.setSlot(index, slot.spill(Reg.constant(imm.value()), size));
      noteAccess(path, pointer.frame(), index);
      return;
    }
    int type = writesZero(path, value) ? Slot.ZERO : Slot.MISC;
    Slot out = slot.isSpill() ? slot.scrubbed() : slot;
    for (int i = 0; i < size; i++) {
      out = out.withType(byteOf(off) + i, type);
    }
    frame.setSlot(index, out);
  }

  private static void spillScalar(Path path, Frame frame, int index, int size, int register) {
    Reg reg = path.reg(register);
    boolean fits = reg.var().width() <= size * 8;
    if (fits) {
      reg = path.linkable(reg);
      path.set(register, reg);
    }
    frame.setSlot(index, frame.slot(index).spill(fits ? reg : reg.unlinked(), size));
  }

  private static void checkPointerSpill(Path path, Reg pointer, int size, Reg reg) {
    if (size != 8) {
      throw path.refuse(
          Rule.STACK_SPILL,
          "invalid size of register spill",
          "a pointer takes 8 bytes, " + size + " are written");
    }
    if (pointer.frame() != path.state().depth() && reg.kind() == RegKind.STACK) {
      throw path.refuse(
          Rule.STACK_SPILL,
          "cannot spill pointers to stack into stack frame of the caller",
          "the stack pointer would outlive the frame that it points into");
    }
  }

  private static boolean writesZero(Path path, Operand value) {
    if (value instanceof Imm imm) {
      return imm.value() == 0;
    }
    if (value instanceof Register register && path.reg(register.number()).isNull()) {
      path.requirePrecise(register.number());
      return true;
    }
    return false;
  }

  private static void writeVariable(Path path, Reg pointer, int off, int size, Operand value) {
    Frame frame = path.state().frame(pointer.frame());
    boolean zero =
        value instanceof Imm imm
            ? imm.value() == 0
            : value instanceof Register register && path.reg(register.number()).isNull();
    boolean zeroMattered = false;
    int end = StackBounds.highest(pointer, off) + size;
    for (int at = StackBounds.lowest(pointer, off); at < end; at++) {
      int index = slotOf(at);
      Slot slot = frame.slot(index);
      int position = byteOf(at);
      boolean zeroSpill =
          zero
              && slot.type(position) == Slot.SPILL
              && slot.isScalarSpill()
              && slot.spilled().var().isZero();
      if (zeroSpill) {
        zeroMattered = true;
        continue;
      }
      boolean staysZero = zero && slot.type(position) == Slot.ZERO;
      zeroMattered |= staysZero;
      Slot out = slot.isSpill() ? slot.scrubbed() : slot;
      frame.setSlot(index, out.withType(position, staysZero ? Slot.ZERO : Slot.MISC));
    }
    if (zeroMattered && value instanceof Register register) {
      path.requirePrecise(register.number());
    }
  }

  /**
   * Reads {@code size} bytes at {@code off} into a register, or to outside of the program where
   * {@code target} is {@link #NO_REGISTER}; the register's narrowing is the caller's.
   */
  static void read(Path path, int regNo, Reg pointer, int off, int size, int target) {
    StackBounds.within(path, regNo, pointer, off, size, " read from");
    if (!pointer.var().isConstant()) {
      if (target == NO_REGISTER) {
        throw path.refuse(
            Rule.STACK_BOUNDS,
            "variable offset stack pointer cannot be passed into helper function; var_off="
                + pointer.var().bits()
                + " off="
                + off
                + " size="
                + size,
            "the place on the stack must be known exactly here");
      }
      readVariable(path, regNo, pointer, off, size, target);
      return;
    }
    readFixed(path, pointer, StackBounds.lowest(pointer, off), size, target);
  }

  private static void readVariable(
      Path path, int regNo, Reg pointer, int off, int size, int target) {
    path.requirePrecise(regNo);
    int least = StackBounds.lowest(pointer, off);
    int end = StackBounds.highest(pointer, off) + size;
    Frame frame = path.state().frame(pointer.frame());
    path.readsSlots(pointer.frame(), slotOf(end - 1), slotOf(least));
    boolean zeros = true;
    for (int at = least; at < end; at++) {
      zeros &= frame.slot(slotOf(at)).type(byteOf(at)) == Slot.ZERO;
    }
    path.set(target, zeros ? Reg.ZERO : Reg.UNKNOWN);
  }

  private static void readFixed(Path path, Reg pointer, int off, int size, int target) {
    Frame frame = path.state().frame(pointer.frame());
    int index = slotOf(off);
    path.readsSlots(pointer.frame(), index, index);
    Slot slot = frame.slot(index);
    if (!slot.isSpill()) {
      if (target != NO_REGISTER) {
        path.set(target, allOf(slot, byteOf(off), size, Slot.ZERO) ? Reg.ZERO : Reg.UNKNOWN);
      }
      return;
    }
    int spillSize = slot.spillSize();
    if (size == 8 && spillSize == 8) {
      if (target != NO_REGISTER) {
        Reg filled = path.linkable(slot.spilled());
        frame.setSlot(index, slot.withSpilled(filled));
        path.set(target, filled);
        noteAccess(path, pointer.frame(), index);
      }
      return;
    }
    if (!slot.spilled().isScalar()) {
      throw path.refuse(
          Rule.STACK_SPILL,
          "invalid size of register fill",
          "a pointer was spilled here: it must be filled with all 8 bytes");
    }
    if (target == NO_REGISTER) {
      return;
    }
    fillPart(path, frame, index, pointer.frame(), byteOf(off), size, target);
  }

  private static void fillPart(
      Path path, Frame frame, int index, int frameNo, int from, int size, int target) {
    Slot slot = frame.slot(index);
    int spillSize = slot.spillSize();
    Reg spilled = slot.spilled();
    if (size <= spillSize && from == 0) {
      if (size == 4 && spillSize == 4 && spilled.var().width() <= 32) {
        spilled = path.linkable(spilled);
        frame.setSlot(index, slot.withSpilled(spilled));
      }
      boolean narrows = spilled.var().width() > size * 8;
      path.set(target, narrows ? spilled.unlinked() : spilled);
      noteAccess(path, frameNo, index);
    } else if (allOf(slot, from, size, Slot.SPILL) && spilled.var().isZero()) {
      path.set(target, Reg.ZERO);
      noteAccess(path, frameNo, index);
    } else {
      path.set(target, allOf(slot, from, size, Slot.ZERO) ? Reg.ZERO : Reg.UNKNOWN);
    }
  }

  private static boolean allOf(Slot slot, int from, int size, int type) {
    for (int i = from; i < from + size && i < 8; i++) {
      if (slot.type(i) != type) {
        return false;
      }
    }
    return true;
  }

  private static void noteAccess(Path path, int frame, int slot) {
    path.state().history().addStackAccess(path.pc(), path.previous(), frame, slot);
  }

  /**
   * A helper reads or writes, as the argument's kind says, {@code size} bytes of stack at {@code
   * off}. Bytes that were never written may be read: privileged programs may read what they find.
   */
  static void passToHelper(
      Path path,
      int regNo,
      Reg pointer,
      int off,
      int size,
      ArgumentKind kind,
      boolean zeroAllowed) {
    if (size == 0 && !zeroAllowed) {
      throw path.refuse(
          Rule.HELPER_MEMORY_SIZE, "invalid zero-sized read", "the helper wants at least one byte");
    }
    StackBounds.within(path, regNo, pointer, off, size, kind.writes() ? " write to" : " read from");
    int least = StackBounds.lowest(pointer, off);
    int end = StackBounds.highest(pointer, off) + size;
    if (kind.reads() && least < end) {
      path.readsSlots(pointer.frame(), slotOf(end - 1), slotOf(least));
    }
    if (!kind.writes()) {
      return;
    }
    Frame frame = path.state().frame(pointer.frame());
    for (int at = least; at < end; at++) {
      Slot slot = frame.slot(slotOf(at));
      Slot out = slot.isSpill() ? slot.scrubbed() : slot;
      frame.setSlot(slotOf(at), out.withType(byteOf(at), Slot.MISC));
    }
  }
}
