package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/**
 * Helpers that change a socket buffer or tell of it. What they need of the world outside is as in
 * the kernel's test run: no checksum was computed by hardware, no route and no tunnel was found.
 * There is no socket either, so that its helpers answer as for a packet without one.
 */
final class SocketBufferHelpers {
  /** Flags of skb_store_bytes: BPF_F_RECOMPUTE_CSUM and BPF_F_INVALIDATE_HASH. */
  private static final long RECOMPUTE_CHECKSUM = 1;

  private static final long INVALIDATE_HASH = 2;

  /** The kernel's answer: four pages less the 320 bytes of struct skb_shared_info. */
  private static final int LONGEST = 16384 - 320;

  private static final int MAX_OFFSET = 0xffff;
  private static final int MAX_PACKET_TYPE = 3;
  private static final int ETH_P_8021Q = 0x8100;
  private static final int ETH_P_8021AD = 0x88a8;

  /** overflowuid's default: the owner of a socket that has none. */
  private static final int NOBODY = 65534;

  /** What csum_level answers where no checksum is known to be right (BPF_CSUM_LEVEL_...). */
  private static final int LEVEL_RESET = 3;

  private final Memory memory;
  private final PacketBytes packet;
  private final Contexts contexts;

  SocketBufferHelpers(Memory memory, Contexts contexts) {
    this.memory = memory;
    this.packet = contexts.packet();
    this.contexts = contexts;
  }

  void addTo(HelperTable table) {
    table.put(Helper.SKB_LOAD_BYTES, this::load);
    table.put(Helper.SKB_LOAD_BYTES_RELATIVE, this::loadRelative);
    table.put(Helper.SKB_STORE_BYTES, this::store);
    table.put(Helper.SKB_PULL_DATA, this::pull);
    table.put(Helper.SKB_CHANGE_TAIL, this::changeTail);
    table.put(Helper.SKB_CHANGE_HEAD, this::changeHead);
    table.put(Helper.SKB_CHANGE_TYPE, this::changeType);
    table.put(Helper.SKB_VLAN_PUSH, this::pushTag);
    table.put(Helper.SKB_VLAN_POP, r -> popTag(buffer(r)));
    table.put(Helper.SET_HASH, r -> setHash(buffer(r), (int) r[2]));
    table.put(Helper.SET_HASH_INVALID, r -> setHash(buffer(r), 0));
    table.put(Helper.GET_HASH_RECALC, r -> buffer(r).get(StructContext.SK_BUFF_HASH) & 0xffffffffL);
    table.put(Helper.CSUM_UPDATE, r -> -Errno.ENOTSUPP);
    table.put(Helper.CSUM_LEVEL, this::checksumLevel);
    table.put(Helper.GET_CGROUP_CLASSID, r -> 0);
    table.put(Helper.GET_ROUTE_REALM, r -> 0);
    table.put(Helper.GET_SOCKET_COOKIE, r -> 0);
    table.put(Helper.GET_SOCKET_UID, r -> NOBODY);
    table.put(Helper.SKB_CGROUP_ID, r -> 0);
    table.put(Helper.SKB_ANCESTOR_CGROUP_ID, r -> 0);
    table.put(Helper.SKB_CGROUP_CLASSID, r -> 0);
  }

  private StructContext buffer(long[] r) {
    return contexts.socketBuffer(r[1]);
  }

  private long load(long[] r) {
    buffer(r);
    int size = PacketBytes.requireSize((int) r[4], "skb_load_bytes");
    int offset = (int) r[2];
    return packet.copyOut(packet.holds(offset, size), offset, r[3], size);
  }

  private long loadRelative(long[] r) {
    buffer(r);
    int offset = (int) r[2];
    long to = r[3];
    int size = PacketBytes.requireSize((int) r[4], "skb_load_bytes_relative");
    int start =
        switch ((int) r[5]) {
          case 0 -> packet.linkOffset();
          case 1 -> packet.networkOffset();
          default -> Integer.MIN_VALUE;
        };
    boolean known = start != Integer.MIN_VALUE && offset >= 0 && offset <= MAX_OFFSET;
    return packet.copyOut(known, known ? start + offset : 0, to, size);
  }

  private long store(long[] r) {
    StructContext buffer = buffer(r);
    int size = PacketBytes.requireSize((int) r[4], "skb_store_bytes");
    Region source = memory.readable(r[3], size);
    if ((r[5] & ~(RECOMPUTE_CHECKSUM | INVALIDATE_HASH)) != 0) {
      return -Errno.EINVAL;
    }
    int offset = (int) r[2];
    if (!packet.holds(offset, size)) {
      return -Errno.EFAULT;
    }
    packet.put(offset, source.bytes, Memory.offsetOf(r[3]), size);
    if ((r[5] & INVALIDATE_HASH) != 0) {
      setHash(buffer, 0);
    }
    return 0;
  }

  /** All of the packet is in one piece here. */
  private long pull(long[] r) {
    buffer(r);
    return Integer.compareUnsigned((int) r[2], packet.length()) > 0 ? -Errno.ENOMEM : 0;
  }

  private long changeTail(long[] r) {
    buffer(r);
    int length = (int) r[2];
    if (r[3] != 0 || length < packet.networkOffset() || length > LONGEST || length < 0) {
      return -Errno.EINVAL;
    }
    packet.setLength(length);
    return 0;
  }

  private long changeHead(long[] r) {
    buffer(r);
    int room = (int) r[2];
    long length = (long) packet.length() + room;
    if (r[3] != 0 || room < 0 || length > LONGEST) {
      return -Errno.EINVAL;
    }
    packet.push(room);
    packet.resetLink();
    return 0;
  }

  private long changeType(long[] r) {
    StructContext buffer = buffer(r);
    int type = (int) r[2];
    if (buffer.get(StructContext.SK_BUFF_PKT_TYPE) > MAX_PACKET_TYPE
        || Integer.compareUnsigned(type, MAX_PACKET_TYPE) > 0) {
      return -Errno.EINVAL;
    }
    buffer.set(StructContext.SK_BUFF_PKT_TYPE, type);
    return 0;
  }

  private static long setHash(StructContext buffer, int hash) {
    buffer.set(StructContext.SK_BUFF_HASH, hash);
    return 0;
  }

  private long checksumLevel(long[] r) {
    buffer(r);
    return switch ((int) r[2]) {
      case LEVEL_RESET -> 0;
      case 0 -> -Errno.EACCES;
      case 1, 2 -> 0;
      default -> -Errno.EINVAL;
    };
  }

  // --- VLAN tags: one in the buffer's fields, others in the packet
  // --------------------------------

  private short protocol(StructContext buffer) {
    return memory.networkOrder((short) buffer.get(StructContext.SK_BUFF_PROTOCOL));
  }

  private void setProtocol(StructContext buffer, int protocol) {
    buffer.set(StructContext.SK_BUFF_PROTOCOL, memory.networkOrder((short) protocol) & 0xffff);
  }

  private static boolean isTag(int protocol) {
    return protocol == ETH_P_8021Q || protocol == ETH_P_8021AD;
  }

  private void setTag(StructContext buffer, boolean present, int protocol, int tag) {
    buffer.set(StructContext.SK_BUFF_VLAN_PRESENT, present ? 1 : 0);
    buffer.set(StructContext.SK_BUFF_VLAN_TCI, tag & 0xffff);
    buffer.set(StructContext.SK_BUFF_VLAN_PROTO, memory.networkOrder((short) protocol) & 0xffff);
  }

  private long pushTag(long[] r) {
    StructContext buffer = buffer(r);
    int asked = memory.networkOrder((short) r[2]) & 0xffff;
    int protocol = isTag(asked) ? asked : ETH_P_8021Q;
    if (buffer.get(StructContext.SK_BUFF_VLAN_PRESENT) != 0) {
      int outer = buffer.get(StructContext.SK_BUFF_VLAN_PROTO);
      int before = memory.networkOrder((short) outer) & 0xffff;
      packet.insertTag(before, buffer.get(StructContext.SK_BUFF_VLAN_TCI));
      setProtocol(buffer, before);
    }
    setTag(buffer, true, protocol, (int) r[3]);
    return 0;
  }

  private long popTag(StructContext buffer) {
    if (buffer.get(StructContext.SK_BUFF_VLAN_PRESENT) != 0) {
      setTag(buffer, false, 0, 0);
    } else if (!isTag(protocol(buffer) & 0xffff)) {
      return 0;
    } else {
      takeTag(buffer);
    }
    int next = protocol(buffer) & 0xffff;
    if (isTag(next)) {
      setTag(buffer, true, next, takeTag(buffer));
    }
    return 0;
  }

  /** Removes the packet's own tag; returns it. */
  private int takeTag(StructContext buffer) {
    int tag = packet.removeTag();
    setProtocol(buffer, packet.protocol());
    return tag;
  }
}
