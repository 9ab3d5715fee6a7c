package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/** A user ring buffer of a {@link Vm}, as its producer sees it. Not thread-safe. */
public final class VmUserRingBuffer {
  private final UserRingBufferStore store;

  VmUserRingBuffer(UserRingBufferStore store) {
    this.store = store;
  }

  /** What it was made from; never null. */
  public MapSpec spec() {
    return store.spec;
  }

  /**
   * Puts a sample in, which programs get by user_ringbuf_drain.
   *
   * @param sample copied
   * @return false where there is no room for it and its header of 8 bytes
   */
  public boolean submit(byte[] sample) {
    return store.submit(sample);
  }
}
