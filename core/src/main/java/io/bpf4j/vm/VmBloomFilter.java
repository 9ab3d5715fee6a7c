package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/** A bloom filter of a {@link Vm}, as user space sees it. Not thread-safe. */
public final class VmBloomFilter {
  private final BloomStore store;

  VmBloomFilter(BloomStore store) {
    this.store = store;
  }

  /** What it was made from; never null. */
  public MapSpec spec() {
    return store.spec;
  }

  /**
   * Adds a value; none is ever removed.
   *
   * @throws IllegalArgumentException where the value has another size than the map's
   */
  public void add(byte[] value) {
    store.push(Sizes.require(store.spec, "value", value, store.spec.valueSize()), 0, MapFlags.ANY);
  }

  /** Whether a value was added: true for all that were, and seldom for others. */
  public boolean mayContain(byte[] value) {
    return store.peek(Sizes.require(store.spec, "value", value, store.spec.valueSize()), 0) == 0;
  }
}
