/**
 * The instruction set: RFC 9669 and the kernel's extensions.
 *
 * <p>An {@link io.bpf4j.isa.Instruction} is one record a kind. {@link io.bpf4j.isa.Code} is an
 * immutable sequence of them with its source lines, indexed by position and by pc, the 8-byte slot
 * number. It comes from a {@link io.bpf4j.isa.CodeBuilder}, which knows labels, or is decoded from
 * bytes of either byte order; decoding is total, and what it does not know is {@link
 * io.bpf4j.isa.Raw}.
 *
 * <p>References are types, not numbers: a call has a {@link io.bpf4j.isa.Callee}, a 64-bit
 * immediate is an {@link io.bpf4j.isa.Imm64}.
 */
package io.bpf4j.isa;
