package io.bpf4j.vm;

import io.bpf4j.isa.Instruction;

/**
 * A program decoded ahead: parallel arrays by index. An immediate operand is a register too: the
 * registers above R10 hold the program's constants, so that an operation has one form. Jumps hold
 * the index of their target.
 *
 * @param name the program's name
 * @param op numbers of {@link Op}
 * @param dst destination register
 * @param src source register or constant
 * @param arg target index, memory offset, or what else the operation needs
 * @param pcs slot of each instruction
 * @param constants what the registers from {@link #FIRST_CONSTANT} hold
 * @param instructions the instructions, for what is seldom executed
 */
record Lowered(
    String name,
    int[] op,
    int[] dst,
    int[] src,
    int[] arg,
    int[] pcs,
    long[] constants,
    Instruction[] instructions) {
  /** R0 to R10 come before. */
  static final int FIRST_CONSTANT = 11;
}
