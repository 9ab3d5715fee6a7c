package io.bpf4j.vm;

import java.util.Arrays;

/**
 * The packet of a run with the room around it. Sizes are those of the kernel's test run: 256 bytes
 * before (XDP_PACKET_HEADROOM), and a page for everything less what the kernel keeps at its end.
 */
final class PacketBytes {
  private static final int HEADROOM = 256;

  /** 4096 less the 320 bytes of struct skb_shared_info. */
  private static final int FRAME = 4096 - 320;

  /** sizeof(struct xdp_frame), which the kernel keeps at the start of the headroom. */
  private static final int FRAME_HEADER = 40;

  private static final int ETHERNET_HEADER = 14;

  /** Both addresses of an Ethernet header, and a VLAN tag behind them. */
  private static final int ADDRESSES = 12;

  private static final int TAG = 4;
  private static final int SKF_NET_OFF = -0x100000;
  private static final int SKF_LL_OFF = -0x200000;

  private static final byte[] NOTHING = {};

  private final Memory memory;
  private final Region region = Region.of("packet", new byte[0], true);
  private final long address;

  /** Where in the region things are: link and network header, the packet's data, its end. */
  private int link;

  private int network;
  private int data;
  private int end;
  private boolean direct;
  private Redirect redirect;

  PacketBytes(Memory memory) {
    this.memory = memory;
    this.address = memory.add(region);
  }

  /** Puts bytes in, of which the packet begins at {@code start}, its network header elsewhere. */
  void set(byte[] bytes, int start, int networkHeader) {
    int size = Math.max(FRAME, HEADROOM + bytes.length);
    if (region.bytes.length == size) {
      Arrays.fill(region.bytes, (byte) 0);
    } else {
      region.bytes = new byte[size];
    }
    System.arraycopy(bytes, 0, region.bytes, HEADROOM, bytes.length);
    link = HEADROOM;
    network = HEADROOM + networkHeader;
    data = HEADROOM + start;
    end = HEADROOM + bytes.length;
    redirect = null;
  }

  /** Says what may be done with the packet through addresses. */
  void open(boolean readable, boolean writable) {
    region.start = data;
    region.end = readable ? end : data;
    region.writeStart = 0;
    region.writeEnd = writable ? Integer.MAX_VALUE : 0;
    direct = readable;
  }

  /** Puts metadata before the packet. */
  void setMetadata(byte[] bytes) {
    region.start = data - bytes.length;
    System.arraycopy(bytes, 0, region.bytes, region.start, bytes.length);
  }

  Redirect redirect() {
    return redirect;
  }

  void redirectTo(Redirect target) {
    redirect = target;
  }

  /** The packet as it is now; metadata before it is not part of it. */
  byte[] copy() {
    return Arrays.copyOfRange(region.bytes, data, end);
  }

  /** The metadata before the packet. */
  byte[] metadata() {
    return region.start == data ? NOTHING : Arrays.copyOfRange(region.bytes, region.start, data);
  }

  int length() {
    return end - data;
  }

  long dataAddress() {
    return address + data;
  }

  long endAddress() {
    return address + end;
  }

  long metaAddress() {
    return address + region.start;
  }

  /**
   * A big-endian load at an offset, or -1 where the packet is too short. Negative offsets are from
   * the network header or the link header (SKF_NET_OFF and SKF_LL_OFF, uapi/linux/filter.h).
   */
  long legacyLoad(int offset, int size) {
    long at = (long) data + offset;
    if (offset < 0) {
      at =
          offset >= SKF_NET_OFF
              ? (long) network + offset - SKF_NET_OFF
              : (long) link + offset - SKF_LL_OFF;
    }
    if (offset < SKF_LL_OFF || at < link || at > end - size) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | region.bytes[(int) at + i] & 0xff;
    }
    return value;
  }

  /** A size that the kernel's verifier lets pass. */
  static int requireSize(int size, String helper) {
    if (size <= 0) {
      throw FaultSignal.of(Fault.Kind.BAD_ARGUMENT, helper + " of " + size + " bytes");
    }
    return size;
  }

  /** Whether the packet has some bytes at an offset. */
  boolean holds(int offset, int size) {
    return offset >= 0 && offset <= length() - size;
  }

  /** Copies out of the packet, from before its data too, or fills with zeros and fails. */
  long copyOut(boolean wanted, int offset, long to, int size) {
    Region target = memory.writable(to, size);
    int at = Memory.offsetOf(to);
    if (!wanted || data + offset < link || offset > length() - size) {
      Arrays.fill(target.bytes, at, at + size, (byte) 0);
      return -Errno.EFAULT;
    }
    System.arraycopy(region.bytes, data + offset, target.bytes, at, size);
    return 0;
  }

  void get(int offset, byte[] to, int at, int size) {
    System.arraycopy(region.bytes, data + offset, to, at, size);
  }

  void put(int offset, byte[] from, int at, int size) {
    System.arraycopy(from, at, region.bytes, data + offset, size);
  }

  int get16(int offset, Memory order) {
    return (int) order.get(region.bytes, data + offset, 2);
  }

  void put16(int offset, int value, Memory order) {
    order.put(region.bytes, data + offset, 2, value);
  }

  /** Offset of the link header from the packet's data, 0 or less. */
  int linkOffset() {
    return link - data;
  }

  /** Offset of the network header from the packet's data. */
  int networkOffset() {
    return network - data;
  }

  /** The link header begins where the packet's data does. */
  void resetLink() {
    link = data;
  }

  /** Makes the packet longer, by zeros, or shorter. */
  void setLength(int length) {
    int newEnd = data + length;
    if (newEnd > region.bytes.length) {
      region.bytes = Arrays.copyOf(region.bytes, newEnd);
    }
    if (newEnd > end) {
      Arrays.fill(region.bytes, end, newEnd, (byte) 0);
    }
    end = newEnd;
    show();
  }

  /** Puts zeros before the packet's data. */
  void push(int count) {
    if (data < count) {
      byte[] longer = new byte[region.bytes.length + count];
      System.arraycopy(region.bytes, 0, longer, count, region.bytes.length);
      region.bytes = longer;
      link += count;
      network += count;
      data += count;
      end += count;
    }
    data -= count;
    Arrays.fill(region.bytes, data, data + count, (byte) 0);
    show();
  }

  private void show() {
    region.start = data;
    region.end = direct ? end : data;
  }

  /** Puts a VLAN tag behind the two addresses. */
  void insertTag(int protocol, int tag) {
    push(TAG);
    link = data;
    System.arraycopy(region.bytes, data + TAG, region.bytes, data, ADDRESSES);
    put16BigEndian(data + ADDRESSES, protocol);
    put16BigEndian(data + ADDRESSES + 2, tag);
  }

  /** Takes the VLAN tag behind the two addresses out. */
  int removeTag() {
    int tag = get16BigEndian(data + ADDRESSES + 2);
    System.arraycopy(region.bytes, data, region.bytes, data + TAG, ADDRESSES);
    data += TAG;
    link = data;
    network = Math.max(network, data + ETHERNET_HEADER);
    show();
    return tag;
  }

  /** The protocol that the Ethernet header names. */
  int protocol() {
    return SocketBuffer.protocol(region.bytes, data, end);
  }

  private int get16BigEndian(int at) {
    return (region.bytes[at] & 0xff) << 8 | region.bytes[at + 1] & 0xff;
  }

  private void put16BigEndian(int at, int value) {
    region.bytes[at] = (byte) (value >> 8);
    region.bytes[at + 1] = (byte) value;
  }

  /** bpf_xdp_adjust_head: moves the start, and the metadata before it. */
  long adjustHead(int delta) {
    int metadata = data - region.start;
    long moved = (long) data + delta;
    if (moved < FRAME_HEADER + metadata || moved > end - ETHERNET_HEADER) {
      return -Errno.EINVAL;
    }
    int start = (int) moved - metadata;
    System.arraycopy(region.bytes, region.start, region.bytes, start, metadata);
    data = (int) moved;
    region.start = start;
    return 0;
  }

  /** bpf_xdp_adjust_tail: moves the end; what is gained is zero. */
  long adjustTail(int delta) {
    long moved = (long) end + delta;
    if (moved > region.bytes.length || moved < data + ETHERNET_HEADER) {
      return -Errno.EINVAL;
    }
    if (delta > 0) {
      Arrays.fill(region.bytes, end, (int) moved, (byte) 0);
    }
    end = (int) moved;
    region.end = end;
    return 0;
  }

  /** bpf_xdp_adjust_meta: moves the start of the metadata, at most 255 bytes before the data. */
  long adjustMeta(int delta) {
    long moved = (long) region.start + delta;
    if (moved < FRAME_HEADER || moved > data) {
      return -Errno.EINVAL;
    }
    long size = data - moved;
    if ((size & 3) != 0 || size > 255) {
      return -Errno.EACCES;
    }
    region.start = (int) moved;
    return 0;
  }
}
