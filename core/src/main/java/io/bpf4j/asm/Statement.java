package io.bpf4j.asm;

import io.bpf4j.isa.Instruction;

/**
 * One instruction as it was read.
 *
 * @param instruction the instruction; its distance is not yet known where it has a target
 * @param target the label that it refers to, or null
 * @param targetMark where the label stands in its line
 */
record Statement(Instruction instruction, String target, int targetMark) {
  static Statement of(Instruction instruction) {
    return new Statement(instruction, null, 0);
  }
}
