/**
 * The value at the centre: {@link io.bpf4j.object.ObjectSpec} holds the programs, subprograms, maps
 * and types of one BPF object. The DSL and the ELF reader make it; the linker, the verifier, the
 * VM, the ELF writer and the loader take it. Immutable, and nothing in it depends on a running
 * kernel.
 */
package io.bpf4j.object;
