package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.Optional;

/**
 * Storage local to sockets, tasks, inodes or cgroups in a {@link Vm}, as user space sees it. An
 * object is a number: what programs have as its address, or a cgroup's id. Not thread-safe.
 */
public final class VmLocalStorage {
  private final LocalStorage store;

  VmLocalStorage(LocalStorage store) {
    this.store = store;
  }

  /** What it was made from; never null. */
  public MapSpec spec() {
    return store.spec;
  }

  /** A copy of an object's value, of a per-CPU map that of processor 0. */
  public Optional<byte[]> get(long object) {
    int place = store.find(object);
    return place < 0 ? Optional.empty() : Optional.of(store.elements().copyOf(place, 0));
  }

  /**
   * Sets an object's value, of a per-CPU map that of processor 0.
   *
   * @throws IllegalArgumentException where the value has another size than the map's, or too many
   *     objects have one
   */
  public void put(long object, byte[] value) {
    Sizes.require(store.spec, "value", value, store.spec.valueSize());
    int place = store.findOrCreate(object);
    if (place < 0) {
      throw new IllegalArgumentException("map " + store.spec.name() + " is full");
    }
    store.elements().set(place, 0, value);
  }

  /** Removes an object's value; whether there was one. */
  public boolean delete(long object) {
    return store.delete(object);
  }
}
