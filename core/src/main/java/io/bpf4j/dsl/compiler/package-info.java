/**
 * The DSL's compiler: from the intermediate form to {@link io.bpf4j.isa.Code}. Instructions are
 * selected over virtual registers; these are coloured onto R0 to R9, or spilled; what remains is
 * laid out and encoded. Deterministic: the same function gives the same code. Not exported.
 */
package io.bpf4j.dsl.compiler;
