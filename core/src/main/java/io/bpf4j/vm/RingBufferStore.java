package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A ring buffer (kernel: Documentation/bpf/ringbuf.rst). Positions count as the kernel's do, so
 * that reservations fail and queries answer as there; every record begins with the kernel's header
 * of 8 bytes.
 */
final class RingBufferStore extends MapStore {
  /** BPF_RB_NO_WAKEUP and BPF_RB_FORCE_WAKEUP of uapi/linux/bpf.h. */
  static final long NO_WAKEUP = 1;

  static final long FORCE_WAKEUP = 2;

  /** BPF_RB_AVAIL_DATA; the other queries follow it. */
  static final long AVAILABLE_DATA = 0;

  private static final int HEADER = 8;
  private static final int BUSY = 1 << 31;
  private static final int DISCARD = 1 << 30;

  /** Kernel: RINGBUF_MAX_RECORD_SZ. */
  private static final long MAX_RECORD = 0xffffffffL / 4;

  private final Memory memory;
  private final long mask;
  private byte[] data = new byte[0];
  private RingRecord[] records = new RingRecord[1];
  private int recordCount;
  private long producer;
  private long consumer;
  private long wakeups;

  RingBufferStore(MapSpec spec, Memory memory) {
    super(spec);
    this.memory = memory;
    mask = spec.maxEntries() - 1;
  }

  /** Reserves a record; returns it, or null where there is no room. */
  RingRecord reserve(long size) {
    if (Long.compareUnsigned(size, MAX_RECORD) > 0) {
      return null;
    }
    long length = size + HEADER + 7 & ~7L;
    if (producer + length - consumer > mask) {
      return null;
    }
    int start = (int) (producer & mask);
    // A record stays in one piece: what goes over the end lies behind it, as the kernel maps it.
    makeRoom(start + (int) length);
    memory.put(data, start, 4, size | BUSY);
    memory.put(data, start + 4, 4, 0);
    RingRecord record = freeRecord();
    record.open(data, producer, start + HEADER, (int) size);
    producer += length;
    return record;
  }

  private void makeRoom(int wanted) {
    if (wanted > data.length) {
      int most = 2 * spec.maxEntries();
      data = Arrays.copyOf(data, Elements.grownLength(wanted, data.length, most));
      for (int i = 0; i < recordCount; i++) {
        records[i].region.bytes = data;
      }
    }
  }

  private RingRecord freeRecord() {
    for (int i = 0; i < recordCount; i++) {
      if (!records[i].reserved) {
        return records[i];
      }
    }
    if (recordCount == records.length) {
      records = Arrays.copyOf(records, recordCount * 2);
    }
    RingRecord record = new RingRecord(this, memory);
    records[recordCount++] = record;
    return record;
  }

  /** Ends a reservation. */
  void commit(RingRecord record, boolean discard, long flags) {
    int start = (int) (record.position & mask);
    long size = memory.get(data, start, 4) & ~BUSY;
    memory.put(data, start, 4, discard ? size | DISCARD : size);
    record.close();
    boolean caughtUp = consumer == record.position;
    if ((flags & FORCE_WAKEUP) != 0 || caughtUp && (flags & NO_WAKEUP) == 0) {
      wakeups++;
    }
  }

  /** Copies a record in; 0 or a negated error number. */
  int output(byte[] from, int offset, long size, long flags) {
    RingRecord record = reserve(size);
    if (record == null) {
      return -Errno.EAGAIN;
    }
    System.arraycopy(from, offset, data, record.region.start, (int) size);
    commit(record, false, flags);
    return 0;
  }

  /** BPF_RB_AVAIL_DATA, BPF_RB_RING_SIZE, BPF_RB_CONS_POS and BPF_RB_PROD_POS. */
  long query(long what) {
    if (what == AVAILABLE_DATA) {
      return producer - consumer;
    } else if (what == 1) {
      return mask + 1;
    } else if (what == 2) {
      return consumer;
    }
    return what == 3 ? producer : 0;
  }

  /** How often a waiting consumer would have been woken. */
  long wakeups() {
    return wakeups;
  }

  /**
   * Hands on at most {@code limit} records up to the first that is not submitted yet, and frees
   * them; returns how many.
   */
  int consume(Consumer<byte[]> sink, int limit) {
    int count = 0;
    while (consumer < producer && count < limit) {
      int start = (int) (consumer & mask);
      int header = (int) memory.get(data, start, 4);
      if ((header & BUSY) != 0) {
        break;
      }
      int size = header & ~DISCARD;
      byte[] sample =
          (header & DISCARD) != 0
              ? null
              : Arrays.copyOfRange(data, start + HEADER, start + HEADER + size);
      consumer += size + HEADER + 7 & ~7;
      if (sample != null) {
        count++;
        sink.accept(sample);
      }
    }
    return count;
  }
}
