package io.bpf4j.loader;

import io.bpf4j.object.MapSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How large a map's value is where user space reads and writes it. */
final class ValueLayout {
  private static final Path POSSIBLE = Path.of("/sys/devices/system/cpu/possible");

  private ValueLayout() {}

  /**
   * Bytes of a value as user space passes it: for a per-CPU map one value for each possible CPU,
   * each padded to a multiple of 8 (kernel: bpf_map_value_size).
   */
  static int sizeForUser(MapSpec spec) {
    return switch (spec.type()) {
      case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE ->
          Math.multiplyExact((spec.valueSize() + 7) & ~7, possibleCpus());
      // These hold references: a descriptor going in, an id coming out.
      case PROG_ARRAY, PERF_EVENT_ARRAY, CGROUP_ARRAY, ARRAY_OF_MAPS, HASH_OF_MAPS -> 4;
      default -> spec.valueSize();
    };
  }

  /** The number of CPUs that the kernel has per-CPU memory for. */
  static int possibleCpus() {
    return Cpus.POSSIBLE_COUNT;
  }

  /** The number of CPUs in a list such as {@code 0-3,8}. */
  static int count(String list) {
    int count = 0;
    for (String range : list.strip().split(",")) {
      String[] ends = range.split("-");
      count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
    }
    return count;
  }

  /** Read once: the kernel fixes the number when it boots. */
  private static final class Cpus {
    static final int POSSIBLE_COUNT = read();

    private static int read() {
      try {
        return count(Files.readString(POSSIBLE));
      } catch (IOException e) {
        throw Diagnosis.unreadable(POSSIBLE, e);
      }
    }
  }
}
