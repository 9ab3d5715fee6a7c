package io.bpf4j.vm;

import java.util.Arrays;
import java.util.Objects;

/** What a program is run on: the source of its context. */
public sealed interface Input {
  /**
   * A frame, for XDP programs ({@code struct xdp_md}).
   *
   * @param packet from the Ethernet header on; not null
   * @param ingressInterface index of the interface that it came in by
   * @param receiveQueue index of the queue
   */
  record Xdp(byte[] packet, int ingressInterface, int receiveQueue) implements Input {
    public Xdp {
      Objects.requireNonNull(packet, "packet");
    }

    /** A frame from the loopback interface, as the kernel's test run takes it. */
    public static Xdp of(byte[] packet) {
      return new Xdp(packet, 1, 0);
    }
  }

  /**
   * A packet, for socket filters ({@code struct __sk_buff}).
   *
   * @param packet from where the filter sees it: the Ethernet header for a packet socket, the
   *     network header in the kernel's test run; not null
   * @param protocol the EtherType, such as 0x0800, in host byte order
   * @param interfaceIndex index of the interface that it is on
   * @param ingressInterface index of the interface that it came in by, 0 for none
   * @param packetType whom it is for: PACKET_HOST and the like of uapi/linux/if_packet.h
   */
  record SocketFilter(
      byte[] packet, int protocol, int interfaceIndex, int ingressInterface, int packetType)
      implements Input {
    private static final int ADDRESS = 6;
    private static final int ETHERNET_HEADER = 14;
    private static final int PACKET_HOST = 0;
    private static final int PACKET_BROADCAST = 1;
    private static final int PACKET_MULTICAST = 2;
    private static final int PACKET_OTHERHOST = 3;

    public SocketFilter {
      Objects.requireNonNull(packet, "packet");
    }

    /** A packet that came in for this host. */
    public SocketFilter(byte[] packet, int protocol, int interfaceIndex) {
      this(packet, protocol, interfaceIndex, interfaceIndex, PACKET_HOST);
    }

    /**
     * A frame as the kernel's test run hands it to a filter: without its Ethernet header, on the
     * loopback interface, whose address is all zeros, and come in by none.
     *
     * @param frame from the Ethernet header on; where it is shorter than that, nothing is left
     */
    public static SocketFilter ofFrame(byte[] frame) {
      if (frame.length < ETHERNET_HEADER) {
        return new SocketFilter(new byte[0], 0, 1);
      }
      byte[] payload = Arrays.copyOfRange(frame, ETHERNET_HEADER, frame.length);
      int protocol = (frame[12] & 0xff) << 8 | frame[13] & 0xff;
      return new SocketFilter(payload, protocol, 1, 0, packetType(frame));
    }

    /** Kernel: eth_type_trans(). */
    private static int packetType(byte[] frame) {
      boolean ones = true;
      boolean zeros = true;
      for (int i = 0; i < ADDRESS; i++) {
        ones &= frame[i] == -1;
        zeros &= frame[i] == 0;
      }
      if ((frame[0] & 1) != 0) {
        return ones ? PACKET_BROADCAST : PACKET_MULTICAST;
      }
      return zeros ? PACKET_HOST : PACKET_OTHERHOST;
    }
  }

  /**
   * The bytes of a tracepoint's record, which its program may only read.
   *
   * @param record laid out as the tracepoint's format file says; not null
   */
  record Tracepoint(byte[] record) implements Input {
    public Tracepoint {
      Objects.requireNonNull(record, "record");
    }
  }
}
