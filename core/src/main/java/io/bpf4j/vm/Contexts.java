package io.bpf4j.vm;

import java.util.Arrays;

/** Sets up the context that an input asks for. Offsets are those of uapi/linux/bpf.h. */
final class Contexts {
  private static final int XDP_MD_SIZE = 24;
  private static final int SK_BUFF_SIZE = 192;
  private static final int SK_BUFF_LEN = 0;
  private static final int SK_BUFF_PKT_TYPE = 4;
  private static final int SK_BUFF_PROTOCOL = 16;
  private static final int SK_BUFF_INGRESS_IFINDEX = 36;
  private static final int SK_BUFF_IFINDEX = 40;
  private static final int SK_BUFF_CB = 48;
  private static final int SK_BUFF_CB_END = 68;

  private static final byte[] NO_PACKET = new byte[0];

  private final Memory memory;
  private final PacketBytes packet;
  private final Region region = Region.of("context", new byte[0], false);
  private final long address;
  private final byte[] xdpFields = new byte[XDP_MD_SIZE];
  private final byte[] bufferFields = new byte[SK_BUFF_SIZE];
  private final Context xdpContext = new Xdp();

  Contexts(Memory memory, PacketBytes packet) {
    this.memory = memory;
    this.packet = packet;
    this.address = memory.add(region);
  }

  /** Fills the context region; returns its address. */
  long enter(Input input) {
    if (input instanceof Input.Xdp xdp) {
      packet.set(xdp.packet(), true);
      byte[] fields = xdpFields;
      memory.put(fields, 12, 4, xdp.ingressInterface());
      memory.put(fields, 16, 4, xdp.receiveQueue());
      show(fields, xdpContext);
    } else if (input instanceof Input.SocketFilter filter) {
      packet.set(filter.packet(), false);
      byte[] fields = bufferFields;
      Arrays.fill(fields, (byte) 0);
      memory.put(fields, SK_BUFF_LEN, 4, packet.length());
      memory.put(fields, SK_BUFF_PKT_TYPE, 4, filter.packetType());
      // The field is __be16: on a little-endian machine its bytes stand swapped.
      short protocol = (short) filter.protocol();
      int swapped = memory.isBigEndian() ? protocol : Short.reverseBytes(protocol);
      memory.put(fields, SK_BUFF_PROTOCOL, 4, swapped & 0xffff);
      memory.put(fields, SK_BUFF_INGRESS_IFINDEX, 4, filter.ingressInterface());
      memory.put(fields, SK_BUFF_IFINDEX, 4, filter.interfaceIndex());
      show(fields, null);
      region.writeStart = SK_BUFF_CB;
      region.writeEnd = SK_BUFF_CB_END;
    } else {
      packet.set(NO_PACKET, false);
      // It can only be read, so that the caller's bytes need no copy.
      show(((Input.Tracepoint) input).record(), null);
    }
    return address;
  }

  private void show(byte[] fields, Context context) {
    region.bytes = fields;
    region.end = fields.length;
    region.writeStart = 0;
    region.writeEnd = 0;
    region.context = context;
  }

  /** struct xdp_md: its first three fields are pointers, though 4 bytes wide. */
  private final class Xdp implements Context {
    @Override
    public long load(int offset, int size) {
      if (size != 4 || offset < 0 || offset >= XDP_MD_SIZE || (offset & 3) != 0) {
        throw Memory.outOfBounds(region, address + offset, size, "read");
      }
      return switch (offset) {
        case 0 -> packet.dataAddress();
        case 4 -> packet.endAddress();
        case 8 -> packet.metaAddress();
        default -> memory.get(xdpFields, offset, size);
      };
    }
  }
}
