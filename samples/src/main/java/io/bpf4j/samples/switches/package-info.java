/** Counts preemptions of threads: a tracepoint. */
package io.bpf4j.samples.switches;
