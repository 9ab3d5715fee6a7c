/**
 * Seeded random programs near the border between what the kernel's verifier accepts and what it
 * rejects. A {@link io.bpf4j.spec.generate.Family} writes a program into a sketch, with an idea of
 * what each register holds; where the dice say so it slips: a check is left out, a size is off by
 * one. A mutator then changes an instruction of some programs. What scalars can be is learned by
 * running the arithmetic on samples, so that accesses lie at the edge of what is allowed.
 */
package io.bpf4j.spec.generate;
