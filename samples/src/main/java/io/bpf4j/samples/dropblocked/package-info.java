/** Drops packets from blocked addresses, and counts them; and the same with a mistake. */
package io.bpf4j.samples.dropblocked;
