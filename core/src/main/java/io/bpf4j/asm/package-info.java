/**
 * Code to text and back, in the syntaxes of the LLVM disassembler and of the kernel's log.
 *
 * <p>{@link io.bpf4j.asm.Disassembler#text} writes one instruction as {@code llvm-objdump -d
 * --no-print-imm-hex} does; {@link io.bpf4j.asm.Disassembler#lines} writes whole code, with labels,
 * the names of functions and helpers, and source lines. What stands between angle brackets is a
 * comment to the reader; the assembler looks at it only to tell whom a bare number calls.
 */
package io.bpf4j.asm;
