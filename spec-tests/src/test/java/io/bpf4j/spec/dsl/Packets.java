package io.bpf4j.spec.dsl;

import java.nio.ByteBuffer;

/** Packets to run programs on. */
final class Packets {
  private static final int ETHERNET = 14;
  private static final int IPV4 = 20;
  private static final int UDP = 8;

  private Packets() {}

  /** An IPv4 packet with a UDP header, from an address, with a payload; ports 1 and 2. */
  static byte[] udp(byte[] source, byte[] payload) {
    ByteBuffer packet = ByteBuffer.allocate(ETHERNET + IPV4 + UDP + payload.length);
    packet.putShort(12, (short) 0x0800);
    packet.position(ETHERNET);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4 + UDP + payload.length));
    packet.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
    packet.put(source).put(new byte[] {10, 0, 0, 9});
    packet.putShort((short) 1).putShort((short) 2).putShort((short) (UDP + payload.length));
    packet.putShort((short) 0).put(payload);
    return packet.array();
  }
}
