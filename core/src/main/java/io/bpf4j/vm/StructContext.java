package io.bpf4j.vm;

import io.bpf4j.kernel.ContextAccess;
import io.bpf4j.kernel.ContextLayout;
import java.util.BitSet;

/**
 * A context that a {@link ContextLayout} describes. Where it is a {@code struct __sk_buff}, fields
 * that the kernel keeps in 16 bits lose the others.
 */
final class StructContext implements Context {
  // Offsets in struct __sk_buff (uapi/linux/bpf.h).
  static final int SK_BUFF_PKT_TYPE = 4;
  static final int SK_BUFF_PROTOCOL = 16;
  static final int SK_BUFF_VLAN_PRESENT = 20;
  static final int SK_BUFF_VLAN_TCI = 24;
  static final int SK_BUFF_VLAN_PROTO = 28;
  static final int SK_BUFF_HASH = 68;

  private static final int SK_BUFF_QUEUE_MAPPING = 12;
  private static final int SK_BUFF_TC_INDEX = 44;
  private static final int SK_BUFF_TC_CLASSID = 72;

  private static final int SK_BUFF_GSO_SEGS = 164;
  private static final int SK_BUFF_GSO_SIZE = 176;
  private static final BitSet KEPT_IN_16_BITS = new BitSet();

  static {
    KEPT_IN_16_BITS.set(SK_BUFF_QUEUE_MAPPING);
    KEPT_IN_16_BITS.set(SK_BUFF_PROTOCOL);
    KEPT_IN_16_BITS.set(SK_BUFF_VLAN_TCI);
    KEPT_IN_16_BITS.set(SK_BUFF_VLAN_PROTO);
    KEPT_IN_16_BITS.set(SK_BUFF_TC_INDEX);
    KEPT_IN_16_BITS.set(SK_BUFF_TC_CLASSID);
    KEPT_IN_16_BITS.set(SK_BUFF_GSO_SEGS);
    KEPT_IN_16_BITS.set(SK_BUFF_GSO_SIZE);
  }

  /** The kernel's NO_QUEUE_MAPPING: neither it nor anything above is taken. */
  private static final long NO_QUEUE_MAPPING = 0xffff;

  private final Memory memory;
  private final PacketBytes packet;
  private final Region region;
  private final long address;
  private final boolean buffer;
  private final AccessTable table;
  private final byte[] image;
  private final long object;

  StructContext(
      Memory memory, PacketBytes packet, Region region, long address, ContextLayout layout) {
    this.memory = memory;
    this.packet = packet;
    this.region = region;
    this.address = address;
    this.buffer = layout.struct().equals("__sk_buff");
    this.table = new AccessTable(layout);
    this.image = new byte[layout.size()];
    this.object = memory.add(Region.opaque("kernel object of " + layout.struct()));
  }

  /** The fields in memory; the length and pointers are elsewhere. */
  byte[] image() {
    return image;
  }

  boolean isSocketBuffer() {
    return buffer;
  }

  byte[] copy() {
    if (buffer) {
      memory.put(image, 0, 4, packet.length());
    }
    return image.clone();
  }

  /** A field's value, whether programs may read it or not. */
  int get(int offset) {
    return (int) memory.get(image, offset, 4);
  }

  void set(int offset, int value) {
    memory.put(image, offset, 4, value);
  }

  @Override
  public long load(int offset, int size) {
    return switch (table.read(offset, size)) {
      case DENIED -> throw Memory.outOfBounds(region, address + offset, size, "read");
      case SCALAR -> {
        yield buffer ? loadBuffer(offset, size) : memory.get(image, offset, size);
      }
      case PACKET -> packet.dataAddress();
      case PACKET_END -> packet.endAddress();
      case PACKET_META -> packet.metaAddress();
      case SOCK_COMMON_OR_NULL, SOCKET_OR_NULL -> 0;
      case SOCKET, FLOW_KEYS, TP_BUFFER, BTF_POINTER -> object;
    };
  }

  /**
   * A field of the socket buffer. One that the kernel keeps in fewer bits than it shows is not
   * shifted where as many bits are asked for, from whichever place: the second half of {@code
   * protocol} is {@code protocol}, each byte of {@code pkt_type} is {@code pkt_type}.
   */
  private long loadBuffer(int offset, int size) {
    if (offset < 4) {
      memory.put(image, 0, 4, packet.length());
    }
    int field = offset & ~3;
    if (field == SK_BUFF_PKT_TYPE || size == 2 && KEPT_IN_16_BITS.get(field)) {
      return get(field);
    }
    return memory.get(image, offset, size);
  }

  @Override
  public void store(int offset, int size, long value) {
    if (!table.allowsWrite(offset, size)) {
      throw table.read(offset, size) == ContextAccess.DENIED
          ? Memory.outOfBounds(region, address + offset, size, "write")
          : Memory.readOnly(region, address + offset);
    }
    if (buffer && offset == SK_BUFF_QUEUE_MAPPING) {
      if (Long.compareUnsigned(value, NO_QUEUE_MAPPING) < 0) {
        memory.put(image, offset, size, value);
      }
    } else if (buffer && (offset == SK_BUFF_TC_INDEX || offset == SK_BUFF_TC_CLASSID)) {
      memory.put(image, offset, size, value & 0xffff);
    } else {
      memory.put(image, offset, size, value);
    }
  }
}
