package io.bpf4j.spec.net;

import io.bpf4j.loader.NetworkNamespace;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two network namespaces and a veth pair between them, made for one test and gone with it: {@code
 * veth0} with the server's address in one, {@code veth0} with two client addresses in the other.
 * Nothing of the machine's own network is touched.
 */
final class TestNetwork implements AutoCloseable {
  static final String INTERFACE = "veth0";
  static final String SERVER = "10.77.0.1";
  static final String FRIEND = "10.77.0.2";
  static final String FOE = "10.77.0.3";

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String server;
  private final String client;
  private final Thread atExit = new Thread(this::delete);

  TestNetwork() {
    String name = "bpf4j-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    this.server = name + "-s";
    this.client = name + "-c";
    // For a JVM that is told to end in the middle of the test.
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      build();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void build() {
    Commands.require("ip", "netns", "add", server);
    Commands.require("ip", "netns", "add", client);
    ip(
        server, "link", "add", INTERFACE, "type", "veth", "peer", "name", INTERFACE, "netns",
        client);
    ip(server, "address", "add", SERVER + "/24", "dev", INTERFACE);
    ip(client, "address", "add", FRIEND + "/24", "dev", INTERFACE);
    ip(client, "address", "add", FOE + "/24", "dev", INTERFACE);
    ip(server, "link", "set", INTERFACE, "up");
    ip(client, "link", "set", INTERFACE, "up");
  }

  private static void ip(String namespace, String... arguments) {
    String[] command = new String[arguments.length + 3];
    command[0] = "ip";
    command[1] = "-n";
    command[2] = namespace;
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    Commands.require(command);
  }

  /** The namespace whose interface the test attaches to. */
  NetworkNamespace server() {
    return NetworkNamespace.of(Path.of("/run/netns", server));
  }

  /** Whether one of three pings from a client's address to the server is answered. */
  boolean ping(String source) {
    Commands.Result ping =
        Commands.run(
            "ip", "netns", "exec", client, "ping", "-n", "-c", "3", "-i", "0.2", "-W", "1", "-I",
            source, SERVER);
    return switch (ping.exit()) {
      case 0 -> true;
      case 1 -> false;
      default -> throw new AssertionError("ping: " + ping.exit() + ": " + ping.output());
    };
  }

  private void delete() {
    Commands.run("ip", "netns", "delete", client);
    Commands.run("ip", "netns", "delete", server);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    delete();
  }
}
