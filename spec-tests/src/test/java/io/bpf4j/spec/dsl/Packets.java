package io.bpf4j.spec.dsl;

import java.nio.ByteBuffer;

/** Packets to run programs on: from 10.0.0.1 to 10.0.0.9, unless said otherwise. */
final class Packets {
  static final int ETHERNET = 14;
  private static final int IPV4 = 20;
  private static final int UDP = 8;
  private static final int TCP = 20;
  private static final byte[] SOURCE = {10, 0, 0, 1};
  private static final byte[] DESTINATION = {10, 0, 0, 9};

  private Packets() {}

  /** A UDP packet from an address, ports 1 and 2. */
  static byte[] udp(byte[] source, int payload) {
    byte[] packet = ipv4(17, IPV4, udpHeader(1, 2, payload));
    System.arraycopy(source, 0, packet, ETHERNET + 12, source.length);
    return packet;
  }

  /** A UDP packet, its IPv4 header being so many bytes long. */
  static byte[] udp(int sourcePort, int destinationPort, int headerLength) {
    return ipv4(17, headerLength, udpHeader(sourcePort, destinationPort, 4));
  }

  /** A TCP packet with flags. */
  static byte[] tcp(int flags) {
    return ipv4(6, IPV4, ByteBuffer.allocate(TCP).put(13, (byte) flags).array());
  }

  /** An ICMP packet. */
  static byte[] icmp() {
    return ipv4(1, IPV4, new byte[8]);
  }

  /** An ARP packet. */
  static byte[] arp() {
    return ByteBuffer.allocate(60).putShort(12, (short) 0x0806).array();
  }

  private static byte[] udpHeader(int sourcePort, int destinationPort, int payload) {
    ByteBuffer header = ByteBuffer.allocate(UDP + payload);
    header.putShort((short) sourcePort).putShort((short) destinationPort);
    return header.putShort((short) (UDP + payload)).array();
  }

  private static byte[] ipv4(int protocol, int headerLength, byte[] payload) {
    ByteBuffer packet = ByteBuffer.allocate(ETHERNET + headerLength + payload.length);
    packet.putShort(12, (short) 0x0800).position(ETHERNET);
    packet.put((byte) (0x40 | headerLength / 4)).put((byte) 0);
    packet.putShort((short) (headerLength + payload.length)).putInt(0);
    packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
    packet.put(SOURCE).put(DESTINATION).position(ETHERNET + headerLength);
    packet.put(payload);
    packet.putShort(ETHERNET + 10, checksum(packet, headerLength));
    return packet.array();
  }

  private static short checksum(ByteBuffer packet, int headerLength) {
    int sum = 0;
    for (int i = 0; i < headerLength; i += 2) {
      sum += packet.getShort(ETHERNET + i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return (short) ~((sum & 0xffff) + (sum >>> 16));
  }
}
