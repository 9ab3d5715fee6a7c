package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** Helpers that tell the time; every clock of the kernel is the one that the builder set. */
final class ClockHelpers {
  /** Nanoseconds of a tick where CONFIG_HZ is 250, as distributions have it. */
  private static final long TICK = 4_000_000;

  private final Environment environment;

  ClockHelpers(Environment environment) {
    this.environment = environment;
  }

  void addTo(HelperTable table) {
    table.put(Helper.KTIME_GET_NS, r -> now());
    table.put(Helper.KTIME_GET_BOOT_NS, r -> now());
    table.put(Helper.KTIME_GET_COARSE_NS, r -> now());
    table.put(Helper.KTIME_GET_TAI_NS, r -> now());
    table.put(Helper.JIFFIES64, r -> now() / TICK);
  }

  private long now() {
    return environment.clock.getAsLong();
  }
}
