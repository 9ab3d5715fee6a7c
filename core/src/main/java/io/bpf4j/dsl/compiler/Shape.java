package io.bpf4j.dsl.compiler;

import io.bpf4j.dsl.ir.StackSlot;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;

/**
 * What a {@link MachineInstruction} does; its registers are the instruction's. A two-operand
 * operation writes the register that its first use names.
 */
sealed interface Shape {
  /** def = use 0; all 64 bits. */
  record Move() implements Shape {}

  /** def = the lower 32 bits of use 0. */
  record Truncate() implements Shape {}

  /** def = value. */
  record Constant(long value) implements Shape {}

  /** def = address of the map. */
  record MapAddress(String map) implements Shape {}

  /** def = address of the slot. */
  record FrameAddress(StackSlot slot) implements Shape {}

  /** def = use 0 op use 1; def is use 0. */
  record Binary(AluOp op, Width width) implements Shape {}

  /** def = use 0 op value; def is use 0. */
  record BinaryImm(AluOp op, Width width, int value) implements Shape {}

  /** def = use 0 between machine and network order; def is use 0. */
  record ToBigEndian(int bits) implements Shape {}

  /**
   * A place in memory, relative to a base register or to a stack slot.
   *
   * @param slot null where the base is a register
   */
  record Place(StackSlot slot, int offset) {}

  /** def = memory at use 0 (none for a slot). */
  record Load(Size size, Place place) implements Shape {}

  /** memory at use 0 (none for a slot) = the last use. */
  record Store(Size size, Place place) implements Shape {}

  /** memory at use 0 (none for a slot) = value. */
  record StoreImm(Size size, Place place, int value) implements Shape {}

  /** memory at use 0 (none for a slot) op= the last use. */
  record Update(AtomicOp op, Size size, Place place) implements Shape {}

  /** R0 = callee(R1, ...), which also loses R1 to R5. */
  record Call(Callee callee) implements Shape {}

  /** Goes to {@code yes} where use 0 op use 1. */
  record Branch(JumpOp op, Width width, MachineBlock yes, MachineBlock no) implements Shape {}

  /** Goes to {@code yes} where use 0 op value. */
  record BranchImm(JumpOp op, Width width, int value, MachineBlock yes, MachineBlock no)
      implements Shape {}

  /** Goes on elsewhere. */
  record Goto(MachineBlock target) implements Shape {}

  /** Returns R0. */
  record Return() implements Shape {}
}
