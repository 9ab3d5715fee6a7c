/**
 * Verdicts as text for people and as lines of JSON for programs. Both show what a {@link
 * io.bpf4j.verifier.ProgramVerdict} holds, and add nothing to it.
 */
package io.bpf4j.verifier.report;
