package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** Helpers that read, write and resize the packet. */
final class PacketHelpers {
  private final PacketBytes packet;

  PacketHelpers(PacketBytes packet) {
    this.packet = packet;
  }

  void addTo(HelperTable table) {
    table.put(Helper.SKB_LOAD_BYTES, r -> packet.loadBytes((int) r[2], r[3], (int) r[4]));
    table.put(Helper.XDP_ADJUST_HEAD, r -> packet.adjustHead((int) r[2]));
    table.put(Helper.XDP_ADJUST_TAIL, r -> packet.adjustTail((int) r[2]));
    table.put(Helper.XDP_ADJUST_META, r -> packet.adjustMeta((int) r[2]));
  }
}
