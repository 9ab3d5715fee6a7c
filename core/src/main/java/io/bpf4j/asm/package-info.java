/**
 * Code to text, in the syntax of the LLVM disassembler.
 *
 * <p>{@link io.bpf4j.asm.Disassembler#text} writes one instruction as {@code llvm-objdump -d
 * --no-print-imm-hex} does; {@link io.bpf4j.asm.Disassembler#lines} writes whole code, with labels,
 * the names of functions and helpers, and source lines. What stands between angle brackets is a
 * comment to the reader, not part of the instruction.
 */
package io.bpf4j.asm;
