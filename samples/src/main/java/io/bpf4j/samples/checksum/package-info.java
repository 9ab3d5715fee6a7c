/** Drops packets whose IPv4 header checksum is wrong: a counted loop. */
package io.bpf4j.samples.checksum;
