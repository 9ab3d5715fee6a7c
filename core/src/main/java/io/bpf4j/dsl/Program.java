package io.bpf4j.dsl;

/**
 * A program that was declared: what a {@link ProgArray} holds.
 *
 * @param name its symbol
 * @param <P> the class of its body, which stands for its type
 */
public record Program<P extends ProgramScope<P>>(String name) {}
