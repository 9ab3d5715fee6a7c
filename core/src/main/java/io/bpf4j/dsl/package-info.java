/**
 * The typed DSL: BPF programs written in Java.
 *
 * <p>{@link io.bpf4j.dsl.Bpf#object} gives an {@link io.bpf4j.object.ObjectSpec}. Registers, stack
 * slots, null checks and packet bounds are never written by hand; what the Java compiler can
 * reject, it rejects; every instruction remembers the Java line that asked for it. The classes here
 * are the typed front; below them an intermediate form ({@code ir}) and a compiler ({@code
 * compiler}) are not exported.
 */
package io.bpf4j.dsl;
