package io.bpf4j.cli;

import io.bpf4j.object.MapSpec;
import java.util.List;
import java.util.Optional;

/** Where an object's programs run: the kernel, or the VM. */
interface Machine extends AutoCloseable {
  /**
   * How a run ended.
   *
   * @param returnValue the program's return value
   * @param packet the packet afterwards
   * @param redirect where the program sent the packet, for people; null where it sent it nowhere,
   *     or the machine does not tell
   * @param cost what it took, for people
   * @param fault why it ended early, null where it returned
   */
  record Outcome(int returnValue, byte[] packet, String redirect, String cost, String fault) {}

  /** A place for people, such as {@code "the kernel (Linux 6.18.5)"}. */
  String name();

  /** Runs a program on a packet, or on what else its context is made from. */
  Outcome run(String program, byte[] packet);

  /** The maps, in the object's order. */
  List<MapSpec> maps();

  /** The keys of a map. */
  List<byte[]> keys(String map);

  /** The value of a key. */
  Optional<byte[]> lookup(String map, byte[] key);

  /** Sets the value of a key. */
  void update(String map, byte[] key, byte[] value);

  @Override
  void close();
}
