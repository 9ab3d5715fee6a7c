/**
 * The {@code bpf4j} command. {@link io.bpf4j.cli.Main} parses the command line with picocli; each
 * command is a class, and prints to a {@link io.bpf4j.cli.Screen}.
 */
package io.bpf4j.cli;
