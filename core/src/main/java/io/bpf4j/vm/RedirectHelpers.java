package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** Helpers that send the packet elsewhere: where to is in the {@link Run}. */
final class RedirectHelpers {
  private static final long XDP_ABORTED = 0;
  private static final long XDP_REDIRECT = 4;
  private static final long TC_ACT_SHOT = 2;
  private static final long TC_ACT_REDIRECT = 7;

  /** BPF_F_INGRESS. */
  private static final long INGRESS = 1;

  /** The actions that redirect_map may return where the map has no such entry. */
  private static final long ACTION = 3;

  /** BPF_F_BROADCAST and BPF_F_EXCLUDE_INGRESS, for devmaps. */
  private static final long TO_ALL = 1 << 3 | 1 << 4;

  private final Memory memory;
  private final PacketBytes packet;
  private final Contexts contexts;
  private final byte[] scratch = new byte[4];

  RedirectHelpers(Memory memory, Contexts contexts) {
    this.memory = memory;
    this.packet = contexts.packet();
    this.contexts = contexts;
  }

  void addTo(HelperTable table) {
    table.put(Helper.REDIRECT, r -> redirect((int) r[1], r[2]));
    table.put(Helper.REDIRECT_PEER, r -> fromTc((int) r[1], r[2], r[2] == 0));
    table.put(Helper.REDIRECT_NEIGH, r -> fromTc((int) r[1], r[4], r[4] == 0));
    table.put(Helper.CLONE_REDIRECT, r -> cloned(r));
    table.put(Helper.REDIRECT_MAP, r -> throughMap(r[1], (int) r[2], r[3]));
  }

  private long redirect(int target, long flags) {
    if (contexts.struct() != null) {
      return fromTc(target, flags, (flags & ~INGRESS) == 0);
    }
    if (flags != 0) {
      return XDP_ABORTED;
    }
    packet.redirectTo(new Redirect("", target & 0xffffffffL, flags));
    return XDP_REDIRECT;
  }

  private long fromTc(int target, long flags, boolean right) {
    if (!right) {
      return TC_ACT_SHOT;
    }
    packet.redirectTo(new Redirect("", target & 0xffffffffL, flags));
    return TC_ACT_REDIRECT;
  }

  /** Sends a copy at once: there is no interface that could refuse it. */
  private long cloned(long[] r) {
    contexts.socketBuffer(r[1]);
    if ((r[3] & ~INGRESS) != 0) {
      return -Errno.EINVAL;
    }
    packet.redirectTo(new Redirect("", r[2] & 0xffffffffL, r[3]));
    return 0;
  }

  private long throughMap(long address, int key, long flags) {
    MapStore map = memory.mapAt(address);
    if (!(map instanceof RedirectStore targets)) {
      throw Memory.badArgument(address, memory.regionOf(address), "is no map of redirect targets");
    }
    boolean devices =
        switch (map.spec.type()) {
          case DEVMAP, DEVMAP_HASH -> true;
          default -> false;
        };
    if ((flags & ~(ACTION | (devices ? TO_ALL : 0))) != 0) {
      return XDP_ABORTED;
    }
    boolean toAll = devices && (flags & 1 << 3) != 0;
    memory.put(scratch, 0, scratch.length, key);
    if (!toAll && targets.targets().lookup(scratch, 0) == 0) {
      return flags & ACTION;
    }
    packet.redirectTo(new Redirect(map.spec.name(), key & 0xffffffffL, flags));
    return XDP_REDIRECT;
  }
}
