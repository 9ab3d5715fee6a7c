package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A perf event array of a {@link Vm}, as user space sees it. Not thread-safe. As in the kernel, a
 * program's output to a processor whose event is not open fails with ENOENT.
 */
public final class VmPerfEventArray {
  private final PerfEventStore store;

  VmPerfEventArray(PerfEventStore store) {
    this.store = store;
  }

  /** What it was made from; never null. */
  public MapSpec spec() {
    return store.spec;
  }

  /**
   * Opens the event of a processor.
   *
   * @param consumer gets the bytes that programs put out there, without the padding that the kernel
   *     adds; called during the run
   */
  public void open(int processor, Consumer<byte[]> consumer) {
    Objects.checkIndex(processor, store.spec.maxEntries());
    store.open(processor, Objects.requireNonNull(consumer, "consumer"));
  }

  /** Closes the event of a processor, if it is open. */
  public void close(int processor) {
    store.open(processor, null);
  }
}
