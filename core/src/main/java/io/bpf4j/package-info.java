/**
 * What every other package may throw: one sealed, unchecked {@link io.bpf4j.BpfException}, a
 * subtype for each phase. A rejected program is a value of the verifier's report, never an
 * exception.
 */
package io.bpf4j;
