package io.bpf4j.vm;

import io.bpf4j.isa.Instruction;

/**
 * A program decoded ahead: parallel arrays by index. An immediate operand is a register too: the
 * registers above R10 hold the program's constants, so that an operation has one form. Jumps hold
 * the index of their target.
 */
final class Lowered {
  /** R0 to R10 come before. */
  static final int FIRST_CONSTANT = 11;

  final String name;

  /** Numbers of {@link Op}. */
  final int[] op;

  /** Destination registers. */
  final int[] dst;

  /** Source registers or constants. */
  final int[] src;

  /** Target index, memory offset, or what else an operation needs. */
  final int[] arg;

  /** Slot of each instruction. */
  final int[] pcs;

  /** What the registers from {@link #FIRST_CONSTANT} hold. */
  final long[] constants;

  /** The instructions, for what is seldom executed. */
  final Instruction[] instructions;

  Lowered(
      String name,
      int[] op,
      int[] dst,
      int[] src,
      int[] arg,
      int[] pcs,
      long[] constants,
      Instruction[] instructions) {
    this.name = name;
    this.op = op;
    this.dst = dst;
    this.src = src;
    this.arg = arg;
    this.pcs = pcs;
    this.constants = constants;
    this.instructions = instructions;
  }
}
