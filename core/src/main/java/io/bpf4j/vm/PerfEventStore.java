package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A perf event array: for each processor, a consumer of what programs put out there. */
final class PerfEventStore extends MapStore {
  private final Map<Integer, Consumer<byte[]>> consumers = new HashMap<>();

  PerfEventStore(MapSpec spec) {
    super(spec);
  }

  /** Opens the event of a processor, or closes it where {@code consumer} is null. */
  void open(int processor, Consumer<byte[]> consumer) {
    if (consumer == null) {
      consumers.remove(processor);
    } else {
      consumers.put(processor, consumer);
    }
  }

  /** Who takes a processor's output, or null where its event is not open. */
  Consumer<byte[]> consumer(int processor) {
    return consumers.get(processor);
  }
}
