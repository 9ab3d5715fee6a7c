/** Lets only DNS through to a packet socket: a socket filter. */
package io.bpf4j.samples.dnsonly;
