/**
 * The verdicts of the offline verifier and of the running kernel on the same programs: counted,
 * grouped, shown side by side and minimised.
 */
package io.bpf4j.spec.compare;
