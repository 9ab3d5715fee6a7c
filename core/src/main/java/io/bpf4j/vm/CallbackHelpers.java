package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** Helpers that call a function of the program. */
final class CallbackHelpers {
  /** Kernel: BPF_MAX_LOOPS, and BPF_MAX_USER_RINGBUF_SAMPLES. */
  private static final int MAX_LOOPS = 8 * 1024 * 1024;

  private static final int MAX_SAMPLES = 128 * 1024;

  private final Memory memory;
  private final Callbacks callbacks;
  private final Dynptrs dynptrs;
  private final CallbackKey[] keys = new CallbackKey[Interpreter.MAX_FRAMES];
  private final long dynptr;
  private int depth;

  CallbackHelpers(Machine machine, Dynptrs dynptrs) {
    memory = machine.memory();
    callbacks = machine.callbacks();
    this.dynptrs = dynptrs;
    dynptr = memory.add(Region.of("dynptr of a sample", new byte[16], true));
    for (int i = 0; i < keys.length; i++) {
      keys[i] = new CallbackKey(memory);
    }
  }

  void addTo(HelperTable table) {
    table.put(Helper.LOOP, r -> loop((int) r[1], r[2], r[3], r[4]));
    table.put(Helper.FOR_EACH_MAP_ELEM, r -> forEach(r[1], r[2], r[3], r[4]));
    table.put(Helper.USER_RINGBUF_DRAIN, r -> drain(r[1], r[2], r[3], r[4]));
    table.refuse(Helper.FIND_VMA, "it has no processes");
  }

  private long loop(int count, long function, long context, long flags) {
    if (flags != 0) {
      return -Errno.EINVAL;
    }
    if (Integer.compareUnsigned(count, MAX_LOOPS) > 0) {
      return -Errno.E2BIG;
    }
    for (int i = 0; i < count; i++) {
      if (callbacks.call(function, i, context, 0, 0) != 0) {
        return i + 1;
      }
    }
    return count;
  }

  private long forEach(long mapAddress, long function, long context, long flags) {
    MapStore map = memory.mapAt(mapAddress);
    if (!(map instanceof ValueStore values) || !values.iterable()) {
      throw map.lacks("elements to go over");
    }
    if (flags != 0) {
      return -Errno.EINVAL;
    }
    CallbackKey key = keys[depth++];
    int count = 0;
    try {
      for (int at = map.nextPlace(-1); at >= 0; at = map.nextPlace(at)) {
        count++;
        long value = values.elements.address + values.elements.offset(at);
        if (callbacks.call(function, mapAddress, key.of(map, at), value, context) != 0) {
          break;
        }
      }
    } finally {
      depth--;
    }
    return count;
  }

  private long drain(long mapAddress, long function, long context, long flags) {
    MapStore map = memory.mapAt(mapAddress);
    if (!(map instanceof UserRingBufferStore ring)) {
      throw map.lacks("samples to drain");
    }
    if ((flags & ~(RingBufferStore.NO_WAKEUP | RingBufferStore.FORCE_WAKEUP)) != 0) {
      return -Errno.EINVAL;
    }
    int count = 0;
    boolean goesOn = true;
    while (goesOn && count < MAX_SAMPLES) {
      int size = ring.take();
      if (size < 0) {
        break;
      }
      count++;
      dynptrs.set(dynptr, ring.address, size, true);
      goesOn = callbacks.call(function, dynptr, context, 0, 0) == 0;
      ring.done();
    }
    return count;
  }
}
