package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** Timers and locks in the values of maps. */
final class TimerHelpers {
  /** CLOCK_REALTIME, CLOCK_MONOTONIC and CLOCK_BOOTTIME of uapi/linux/time.h. */
  private static final long REALTIME = 0;

  private static final long MONOTONIC = 1;
  private static final long BOOTTIME = 7;

  /** BPF_F_TIMER_ABS and BPF_F_TIMER_CPU_PIN of uapi/linux/bpf.h. */
  private static final long ABSOLUTE = 1;

  private static final long PINNED = 2;

  private final Memory memory;
  private final Environment environment;
  private final Timers timers;

  TimerHelpers(Machine machine) {
    memory = machine.memory();
    environment = machine.environment();
    timers = machine.timers();
  }

  void addTo(HelperTable table) {
    table.put(Helper.TIMER_INIT, r -> init(r[1], r[2], r[3]));
    table.put(Helper.TIMER_SET_CALLBACK, r -> setCallback(r[1], r[2]));
    table.put(Helper.TIMER_START, r -> start(r[1], r[2], r[3]));
    table.put(Helper.TIMER_CANCEL, r -> cancel(r[1]));
    table.put(Helper.SPIN_LOCK, r -> lock(r[1], 0, 1, "is locked already"));
    table.put(Helper.SPIN_UNLOCK, r -> lock(r[1], 1, 0, "is not locked"));
    table.refuse(Helper.KPTR_XCHG, "it has no kernel objects");
  }

  private long init(long timer, long mapAddress, long clock) {
    memory.writable(timer, SpecialFields.TIMER_SIZE);
    MapStore map = memory.mapAt(mapAddress);
    if (!(map instanceof ValueStore values) || values.elements.fields.timer() < 0) {
      throw map.lacks("timers");
    }
    if (clock != REALTIME && clock != MONOTONIC && clock != BOOTTIME) {
      return -Errno.EINVAL;
    }
    if (timers.at(timer) != null) {
      return -Errno.EBUSY;
    }
    timers.init(timer, values);
    return 0;
  }

  private long setCallback(long address, long function) {
    Timers.Timer timer = timers.at(address);
    if (timer == null) {
      return -Errno.EINVAL;
    }
    timer.callback = function;
    return 0;
  }

  private long start(long address, long nanoseconds, long flags) {
    Timers.Timer timer = timers.at(address);
    if ((flags & ~(ABSOLUTE | PINNED)) != 0 || timer == null || timer.callback == 0) {
      return -Errno.EINVAL;
    }
    long from = (flags & ABSOLUTE) != 0 ? 0 : environment.clock.getAsLong();
    timers.start(timer, from + nanoseconds);
    return 0;
  }

  private long cancel(long address) {
    Timers.Timer timer = timers.at(address);
    if (timer == null) {
      return -Errno.EINVAL;
    }
    return timers.cancel(timer) ? 1 : 0;
  }

  /** One program runs at a time: whoever waits for a lock waits for ever. */
  private long lock(long address, int expected, int then, String otherwise) {
    if (memory.load(address, 4) != expected) {
      throw Memory.badArgument(address, memory.regionOf(address), otherwise);
    }
    memory.store(address, 4, then);
    return 0;
  }
}
