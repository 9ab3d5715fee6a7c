package io.bpf4j.vm;

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
   * @param interfaceIndex index of the interface
   */
  record SocketFilter(byte[] packet, int protocol, int interfaceIndex) implements Input {
    public SocketFilter {
      Objects.requireNonNull(packet, "packet");
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
