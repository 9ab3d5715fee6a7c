package io.bpf4j.verifier.explore;

/**
 * What walking a program to the end of all its paths took.
 *
 * @param visited instructions visited, those visited again counted again
 * @param states states remembered
 * @param peakStates most states remembered at one time
 * @param pendingBranches most branches that waited at one time
 * @param stackBytes bytes of stack of the deepest call chain
 */
public record Walk(int visited, int states, int peakStates, int pendingBranches, int stackBytes) {}
