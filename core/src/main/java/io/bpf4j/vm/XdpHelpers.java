package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** Helpers that read, write and resize a frame in XDP. */
final class XdpHelpers {
  private static final int MAX = 0xffff;

  private final Memory memory;
  private final PacketBytes packet;

  XdpHelpers(Memory memory, PacketBytes packet) {
    this.memory = memory;
    this.packet = packet;
  }

  void addTo(HelperTable table) {
    table.put(Helper.XDP_ADJUST_HEAD, r -> packet.adjustHead((int) r[2]));
    table.put(Helper.XDP_ADJUST_TAIL, r -> packet.adjustTail((int) r[2]));
    table.put(Helper.XDP_ADJUST_META, r -> packet.adjustMeta((int) r[2]));
    table.put(Helper.XDP_GET_BUFF_LEN, r -> packet.length());
    table.put(Helper.XDP_LOAD_BYTES, this::load);
    table.put(Helper.XDP_STORE_BYTES, this::store);
  }

  private int refusal(int offset, int size) {
    if (offset < 0 || offset > MAX || size > MAX) {
      return -Errno.EFAULT;
    }
    return packet.holds(offset, size) ? 0 : -Errno.EINVAL;
  }

  private long load(long[] r) {
    int size = PacketBytes.requireSize((int) r[4], "xdp_load_bytes");
    Region target = memory.writable(r[3], size);
    int refusal = refusal((int) r[2], size);
    if (refusal == 0) {
      packet.get((int) r[2], target.bytes, Memory.offsetOf(r[3]), size);
    }
    return refusal;
  }

  private long store(long[] r) {
    int size = PacketBytes.requireSize((int) r[4], "xdp_store_bytes");
    Region source = memory.readable(r[3], size);
    int refusal = refusal((int) r[2], size);
    if (refusal == 0) {
      packet.put((int) r[2], source.bytes, Memory.offsetOf(r[3]), size);
    }
    return refusal;
  }
}
