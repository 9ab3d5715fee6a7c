package io.bpf4j.isa;

/** The source of an ALU, store or jump instruction: a register or a 32-bit immediate. */
public sealed interface Operand permits Register, Imm {}
