package io.bpf4j.kernel;

/**
 * What a kernel allows at most. Source: limits.tsv, asked of the kernel; the constants' names in
 * the kernel are given with each.
 *
 * @param stackBytes bytes of stack over a call chain ({@code MAX_BPF_STACK})
 * @param tailCallStackBytes bytes of stack of the callers of a subprogram that makes a tail call
 * @param frames depth of a call chain, the program itself included ({@code MAX_CALL_FRAMES})
 * @param verifiedInstructions instructions that the verifier visits ({@code
 *     BPF_COMPLEXITY_LIMIT_INSNS})
 * @param pendingBranches branches that wait to be explored ({@code BPF_COMPLEXITY_LIMIT_JMP_SEQ})
 * @param tailCalls length of a chain of tail calls at run time ({@code MAX_TAIL_CALL_CNT})
 * @param instructions slots of 8 bytes in a program
 * @param subprograms functions in a program, the program itself included
 * @param maps different maps that a program may use ({@code MAX_USED_MAPS})
 * @param loopIterations rounds of bpf_loop ({@code BPF_MAX_LOOPS})
 */
public record Limits(
    int stackBytes,
    int tailCallStackBytes,
    int frames,
    int verifiedInstructions,
    int pendingBranches,
    int tailCalls,
    int instructions,
    int subprograms,
    int maps,
    int loopIterations) {}
