package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** The helpers on ring buffers. */
final class RingBufferHelpers {
  private static final long WAKEUP_FLAGS = RingBufferStore.NO_WAKEUP | RingBufferStore.FORCE_WAKEUP;

  private static final byte[] NOTHING = new byte[0];

  private final Memory memory;
  private final Dynptrs dynptrs;

  RingBufferHelpers(Memory memory, Dynptrs dynptrs) {
    this.memory = memory;
    this.dynptrs = dynptrs;
  }

  void addTo(HelperTable table) {
    table.put(Helper.RINGBUF_RESERVE, r -> reserve(r[1], r[2], r[3]));
    table.put(Helper.RINGBUF_SUBMIT, r -> commit(r[1], r[2], false));
    table.put(Helper.RINGBUF_DISCARD, r -> commit(r[1], r[2], true));
    table.put(Helper.RINGBUF_OUTPUT, r -> output(r[1], r[2], r[3], r[4]));
    table.put(Helper.RINGBUF_QUERY, r -> ring(r[1]).query(r[2]));
    table.put(Helper.RINGBUF_RESERVE_DYNPTR, r -> reserve((int) r[2], r[1], r[3], r[4]));
    table.put(Helper.RINGBUF_SUBMIT_DYNPTR, r -> commitDynptr(r[1], r[2], false));
    table.put(Helper.RINGBUF_DISCARD_DYNPTR, r -> commitDynptr(r[1], r[2], true));
  }

  private RingBufferStore ring(long address) {
    MapStore map = memory.mapAt(address);
    if (map instanceof RingBufferStore ring) {
      return ring;
    }
    throw map.lacks("records");
  }

  private long reserve(long map, long size, long flags) {
    RingBufferStore ring = ring(map);
    RingRecord record = flags != 0 ? null : ring.reserve(size);
    return record == null ? 0 : record.dataAddress();
  }

  private long reserve(int size, long map, long flags, long dynptr) {
    RingBufferStore ring = ring(map);
    dynptrs.clear(dynptr);
    if (Integer.compareUnsigned(size, Dynptrs.MAX_SIZE) > 0) {
      return -Errno.E2BIG;
    }
    RingRecord record = flags != 0 ? null : ring.reserve(size);
    if (record == null) {
      return -Errno.EINVAL;
    }
    dynptrs.set(dynptr, record.dataAddress(), size, false);
    return 0;
  }

  private long commit(long address, long flags, boolean discard) {
    Region region = memory.regionOf(address);
    RingRecord record = region.record;
    if (record == null || !record.reserved || record.dataAddress() != address) {
      throw Memory.badArgument(address, region, "is not a reserved record");
    }
    record.ring.commit(record, discard, flags);
    return 0;
  }

  private long commitDynptr(long dynptr, long flags, boolean discard) {
    long data = dynptrs.data(dynptr);
    if (data != 0) {
      dynptrs.clear(dynptr);
      commit(data, flags, discard);
    }
    return 0;
  }

  private long output(long map, long data, long size, long flags) {
    RingBufferStore ring = ring(map);
    if ((flags & ~WAKEUP_FLAGS) != 0) {
      return -Errno.EINVAL;
    }
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw FaultSignal.of(Fault.Kind.BAD_ARGUMENT, "a size of " + size + " bytes");
    }
    Region source = size == 0 ? null : memory.readable(data, (int) size);
    return source == null
        ? ring.output(NOTHING, 0, 0, flags)
        : ring.output(source.bytes, Memory.offsetOf(data), size, flags);
  }
}
