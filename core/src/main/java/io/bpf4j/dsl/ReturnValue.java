package io.bpf4j.dsl;

/**
 * What a program or subprogram can return. Which of these a program type takes is checked by the
 * compiler in {@code ret}, and while building where a {@link Lookup} is left with {@code orReturn}.
 */
public sealed interface ReturnValue permits XdpAction, SnapLength, Scalar {}
