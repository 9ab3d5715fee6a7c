/** Spreads flows over buckets by a hash: a subprogram. */
package io.bpf4j.samples.balance;
