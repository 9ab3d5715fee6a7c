package io.bpf4j.asm;

import io.bpf4j.isa.Instruction;

/** A way to write one instruction as text. Another syntax is another implementation. */
interface Dialect {
  /** The text of one instruction, without names for what it refers to by number. */
  String text(Instruction instruction);
}
