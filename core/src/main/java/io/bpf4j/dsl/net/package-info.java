/** Layouts of the network headers, with the constants of their fields. */
package io.bpf4j.dsl.net;
