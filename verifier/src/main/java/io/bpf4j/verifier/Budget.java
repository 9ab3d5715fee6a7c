package io.bpf4j.verifier;

/**
 * What verifying a program took, against what the kernel allows.
 *
 * @param visited instructions visited
 * @param visitedLimit how many may be
 * @param states states remembered
 * @param peakStates most of them at one time
 * @param pendingBranches most branches that waited at one time
 * @param stackBytes bytes of stack of the deepest call chain, 0 unless the program is accepted
 * @param stackLimit how many may be used
 */
public record Budget(
    int visited,
    int visitedLimit,
    int states,
    int peakStates,
    int pendingBranches,
    int stackBytes,
    int stackLimit) {}
