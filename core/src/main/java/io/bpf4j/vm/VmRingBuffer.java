package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** A ring buffer of a {@link Vm}, as its consumer sees it. Not thread-safe. */
public final class VmRingBuffer {
  private final RingBufferStore store;

  VmRingBuffer(RingBufferStore store) {
    this.store = store;
  }

  /** What it was made from; never null. */
  public MapSpec spec() {
    return store.spec;
  }

  /**
   * Takes the submitted records, oldest first, up to the first that is reserved only. Discarded
   * ones are skipped.
   *
   * @param sink gets the bytes of each, which are its own
   * @return how many there were
   */
  public int consume(Consumer<byte[]> sink) {
    return store.consume(Objects.requireNonNull(sink, "sink"), Integer.MAX_VALUE);
  }

  /** Takes the oldest record if it is submitted. */
  public Optional<byte[]> poll() {
    byte[][] taken = new byte[1][];
    store.consume(record -> taken[0] = record, 1);
    return Optional.ofNullable(taken[0]);
  }

  /** How many bytes are reserved, submitted or discarded, but not taken; headers count. */
  public long pendingBytes() {
    return store.query(RingBufferStore.AVAILABLE_DATA);
  }

  /**
   * How often a waiting consumer would have been woken so far: by each record that follows on an
   * empty buffer, unless BPF_RB_NO_WAKEUP forbids or BPF_RB_FORCE_WAKEUP demands it.
   */
  public long wakeups() {
    return store.wakeups();
  }
}
