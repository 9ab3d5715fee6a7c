package io.bpf4j.isa;

/**
 * What a {@link CodeBuilder} consumes: an instruction, a label that marks the next instruction, a
 * branch to a label, or the source line of the instructions that follow.
 */
public sealed interface CodeElement permits Instruction, Label, Branch, SourceLine {}
