package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.ArrayDeque;
import java.util.Deque;

/** A ring buffer that Java code fills and programs drain (BPF_MAP_TYPE_USER_RINGBUF). */
final class UserRingBufferStore extends MapStore {
  private static final int HEADER = 8;

  private final Deque<byte[]> samples = new ArrayDeque<>();
  private final Region region;

  /** Address of the sample that is drained now. */
  final long address;

  private long held;

  UserRingBufferStore(MapSpec spec, Memory memory) {
    super(spec);
    region = Region.of("sample of map " + spec.name(), new byte[0], false);
    address = memory.add(region);
  }

  /** Puts a sample in; false where there is no room for it and its header. */
  boolean submit(byte[] sample) {
    long length = roomFor(sample);
    if (held + length > spec.maxEntries()) {
      return false;
    }
    held += length;
    samples.add(sample.clone());
    return true;
  }

  private static long roomFor(byte[] sample) {
    return sample.length + HEADER + 7L & ~7L;
  }

  /** Takes the oldest sample and shows it at {@link #address}; its size, or -1 without one. */
  int take() {
    byte[] sample = samples.poll();
    if (sample == null) {
      return -1;
    }
    held -= roomFor(sample);
    region.bytes = sample;
    region.start = 0;
    region.end = sample.length;
    return sample.length;
  }

  /** Hides the sample that was taken. */
  void done() {
    region.end = 0;
  }
}
