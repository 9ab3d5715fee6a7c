package io.bpf4j.vm;

/** {@code struct xdp_md}: its first three fields are pointers, though 4 bytes wide. */
final class XdpContext implements Context {
  private final Memory memory;
  private final PacketBytes packet;
  private final Region region;
  private final long address;
  private final byte[] fields;

  XdpContext(Memory memory, PacketBytes packet, Region region, long address, byte[] fields) {
    this.memory = memory;
    this.packet = packet;
    this.region = region;
    this.address = address;
    this.fields = fields;
  }

  @Override
  public long load(int offset, int size) {
    if (size != 4 || offset < 0 || offset >= fields.length || (offset & 3) != 0) {
      throw Memory.outOfBounds(region, address + offset, size, "read");
    }
    return switch (offset) {
      case 0 -> packet.dataAddress();
      case 4 -> packet.endAddress();
      case 8 -> packet.metaAddress();
      default -> memory.get(fields, offset, size);
    };
  }

  @Override
  public void store(int offset, int size, long value) {
    throw Memory.readOnly(region, address + offset);
  }
}
