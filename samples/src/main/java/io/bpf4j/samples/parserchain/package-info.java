/** Counts packets by protocol in a chain of programs: tail calls. */
package io.bpf4j.samples.parserchain;
