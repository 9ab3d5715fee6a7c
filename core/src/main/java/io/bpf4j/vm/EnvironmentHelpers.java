package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** Helpers that tell what the builder set: time, random numbers, the processor. */
final class EnvironmentHelpers {
  private final Environment environment;

  EnvironmentHelpers(Environment environment) {
    this.environment = environment;
  }

  void addTo(HelperTable table) {
    table.put(Helper.KTIME_GET_NS, r -> environment.clock.getAsLong());
    table.put(Helper.KTIME_GET_BOOT_NS, r -> environment.clock.getAsLong());
    table.put(Helper.GET_PRANDOM_U32, r -> Arithmetic.zext(environment.nextRandom()));
    table.put(Helper.GET_SMP_PROCESSOR_ID, r -> environment.processor);
  }
}
