package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;
import java.util.Arrays;
import java.util.function.Consumer;

/** Output to perf event arrays. */
final class PerfHelpers {
  /** BPF_F_INDEX_MASK, of which all ones are BPF_F_CURRENT_CPU, and BPF_F_CTXLEN_MASK. */
  private static final long INDEX = 0xffffffffL;

  private static final int CONTEXT_SHIFT = 32;
  private static final long CONTEXT = 0xfffffL << CONTEXT_SHIFT;

  private final Memory memory;
  private final Environment environment;
  private final PacketBytes packet;

  PerfHelpers(Memory memory, Environment environment, PacketBytes packet) {
    this.memory = memory;
    this.environment = environment;
    this.packet = packet;
  }

  void addTo(HelperTable table) {
    table.put(Helper.PERF_EVENT_OUTPUT, r -> output(r[2], r[3], r[4], (int) r[5]));
    table.put(Helper.SKB_OUTPUT, r -> output(r[2], r[3], r[4], (int) r[5]));
    table.put(Helper.XDP_OUTPUT, r -> output(r[2], r[3], r[4], (int) r[5]));
    for (Helper helper :
        new Helper[] {
          Helper.PERF_EVENT_READ,
          Helper.PERF_EVENT_READ_VALUE,
          Helper.PERF_PROG_READ_VALUE,
          Helper.READ_BRANCH_RECORDS,
          Helper.GET_BRANCH_SNAPSHOT
        }) {
      table.refuse(helper, "it has no performance counters");
    }
  }

  private long output(long mapAddress, long flags, long data, int size) {
    MapStore map = memory.mapAt(mapAddress);
    if (!(map instanceof PerfEventStore events)) {
      throw map.lacks("perf events");
    }
    int context = (int) ((flags & CONTEXT) >>> CONTEXT_SHIFT);
    if ((flags & ~(INDEX | CONTEXT)) != 0) {
      return -Errno.EINVAL;
    }
    if (context > packet.length()) {
      return -Errno.EFAULT;
    }
    long index = flags & INDEX;
    int processor = index == INDEX ? environment.processor : (int) index;
    if (Integer.compareUnsigned(processor, map.spec.maxEntries()) >= 0) {
      return -Errno.E2BIG;
    }
    Consumer<byte[]> consumer = events.consumer(processor);
    if (consumer == null) {
      return -Errno.ENOENT;
    }
    if (processor != environment.processor) {
      return -Errno.EOPNOTSUPP;
    }
    consumer.accept(sample(data, size, context));
    return 0;
  }

  /** What the program puts out, and after it the packet's first bytes. */
  private byte[] sample(long data, int size, int context) {
    if (size < 0) {
      throw FaultSignal.of(Fault.Kind.BAD_ARGUMENT, "output of " + size + " bytes");
    }
    byte[] sample = new byte[size + context];
    if (size > 0) {
      byte[] bytes = memory.readable(data, size).bytes;
      System.arraycopy(bytes, Memory.offsetOf(data), sample, 0, size);
    }
    System.arraycopy(Arrays.copyOf(packet.copy(), context), 0, sample, size, context);
    return sample;
  }
}
