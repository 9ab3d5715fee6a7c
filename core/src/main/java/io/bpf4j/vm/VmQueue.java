package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.Optional;

/** A queue or stack of a {@link Vm}, as user space sees it. Not thread-safe. */
public final class VmQueue {
  private final QueueStore store;

  VmQueue(QueueStore store) {
    this.store = store;
  }

  /** What it was made from; never null. */
  public MapSpec spec() {
    return store.spec;
  }

  /** How many values there are. */
  public int size() {
    return store.size();
  }

  /**
   * Puts a value in.
   *
   * @return false where the map is full
   * @throws IllegalArgumentException where the value has another size than the map's
   */
  public boolean push(byte[] value) {
    Sizes.require(store.spec, "value", value, store.spec.valueSize());
    return store.push(value, 0, MapFlags.ANY) == 0;
  }

  /** A copy of the value that {@link #pop} would take. */
  public Optional<byte[]> peek() {
    byte[] value = new byte[store.spec.valueSize()];
    return store.peek(value, 0) == 0 ? Optional.of(value) : Optional.empty();
  }

  /** Takes the first value of a queue, the last of a stack. */
  public Optional<byte[]> pop() {
    byte[] value = new byte[store.spec.valueSize()];
    return store.pop(value, 0) == 0 ? Optional.of(value) : Optional.empty();
  }
}
