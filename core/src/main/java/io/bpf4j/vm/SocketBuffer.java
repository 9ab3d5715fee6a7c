package io.bpf4j.vm;

import io.bpf4j.kernel.ContextLayout;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.kernel.PacketUse;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.util.Objects;
import java.util.Set;

/**
 * A packet in the kernel's own hands, for the program types whose context is {@code struct
 * __sk_buff}: socket filters, tc, cgroup_skb, lightweight tunnels, sk_skb. Immutable, but for the
 * packet's bytes, which must not change while it is used.
 *
 * <p>Which fields there are, and what of the packet may be read and written directly, is the
 * program type's; the tables are those of the newest built-in {@link KernelProfile}. Its socket is
 * none: {@code sk} is null.
 */
public final class SocketBuffer implements Input {
  static final int ETHERNET_HEADER = 14;

  private static final int ADDRESS = 6;
  private static final int PACKET_HOST = 0;
  private static final int PACKET_MULTICAST = 2;
  private static final int PACKET_OTHERHOST = 3;

  /** Less than this is a length, not a type (IEEE 802.3); uapi/linux/if_ether.h has the others. */
  private static final int ETH_P_802_3_MIN = 0x600;

  private static final int ETH_P_802_3 = 1;
  private static final int ETH_P_802_2 = 4;

  /** The loopback interface's, on which the kernel's test run lets packets come in. */
  private static final int LOOPBACK = 1;

  private static final Set<ProgramType> TYPES =
      Set.of(
          ProgramType.SOCKET_FILTER,
          ProgramType.SCHED_CLS,
          ProgramType.SCHED_ACT,
          ProgramType.CGROUP_SKB,
          ProgramType.LWT_IN,
          ProgramType.LWT_OUT,
          ProgramType.LWT_XMIT,
          ProgramType.LWT_SEG6LOCAL,
          ProgramType.SK_SKB);

  private final ContextLayout layout;
  private final Set<PacketUse> uses;
  private final byte[] packet;
  private final int data;
  private final int network;
  private final FieldValues fields;

  private SocketBuffer(
      ContextLayout layout,
      Set<PacketUse> uses,
      byte[] packet,
      int data,
      int network,
      FieldValues fields) {
    this.layout = layout;
    this.uses = uses;
    this.packet = packet;
    this.data = data;
    this.network = network;
    this.fields = fields;
  }

  /** Whether programs of a type run on socket buffers. */
  public static boolean isFor(ProgramType type) {
    return TYPES.contains(type);
  }

  /** Whether programs of a type see the Ethernet header: those of tc. */
  public static boolean seesLinkHeader(ProgramType type) {
    return type == ProgramType.SCHED_CLS || type == ProgramType.SCHED_ACT;
  }

  /**
   * A packet whose fields are all zero but for its length, with no header before it.
   *
   * @param type a type that {@link #isFor runs on socket buffers}
   * @param packet from the byte on that the program sees first; not null
   * @throws IllegalArgumentException another type
   */
  public static SocketBuffer of(ProgramType type, byte[] packet) {
    Objects.requireNonNull(packet, "packet");
    if (!isFor(type)) {
      throw new IllegalArgumentException("programs of type " + type + " have no __sk_buff");
    }
    KernelProfile profile = KernelProfile.builtIn("6.18");
    ContextLayout layout = profile.context(type).orElseThrow();
    Set<PacketUse> uses = profile.packetUses(type, (AttachType) null);
    return new SocketBuffer(layout, uses, packet, 0, 0, FieldValues.NONE);
  }

  /**
   * A frame as the kernel's test run (BPF_PROG_TEST_RUN) hands it to a program: come in on the
   * loopback interface, whose address is all zeros; where the type does not see the Ethernet
   * header, that stands before the packet. {@code protocol} and {@code pkt_type} are taken from the
   * header.
   *
   * @param type a type that {@link #isFor runs on socket buffers}
   * @param frame from the Ethernet header on, at least its 14 bytes
   * @throws IllegalArgumentException another type, or a shorter frame
   */
  public static SocketBuffer ofFrame(ProgramType type, byte[] frame) {
    if (frame.length < ETHERNET_HEADER) {
      throw new IllegalArgumentException(
          "a frame of " + frame.length + " bytes has no Ethernet header");
    }
    SocketBuffer plain = of(type, frame);
    int start = seesLinkHeader(type) ? 0 : ETHERNET_HEADER;
    int protocol = protocol(frame, 0, frame.length);
    SocketBuffer buffer =
        new SocketBuffer(plain.layout, plain.uses, frame, start, ETHERNET_HEADER, FieldValues.NONE);
    if (plain.layout.fields().contains("wire_len")) {
      buffer = buffer.with("wire_len", frame.length);
    }
    return buffer
        .with("pkt_type", packetType(frame))
        .withBytes("protocol", new byte[] {(byte) (protocol >> 8), (byte) protocol})
        .with("ifindex", LOOPBACK);
  }

  /**
   * With a number in one of its fields.
   *
   * @param field its name in {@code struct __sk_buff}, such as {@code "mark"}; one that programs of
   *     the type may read
   * @param value as the program reads it: {@code protocol}, for one, has its bytes in network order
   * @throws IllegalArgumentException where programs have no such field
   */
  public SocketBuffer with(String field, long value) {
    return new SocketBuffer(layout, uses, packet, data, network, fields.with(layout, field, value));
  }

  /**
   * With bytes in one of its fields, such as {@code "cb"}.
   *
   * @throws IllegalArgumentException where programs have no such field, or it is shorter
   */
  public SocketBuffer withBytes(String field, byte[] bytes) {
    return new SocketBuffer(layout, uses, packet, data, network, fields.with(layout, field, bytes));
  }

  ContextLayout layout() {
    return layout;
  }

  FieldValues fields() {
    return fields;
  }

  /** The packet with the headers before it. */
  byte[] bytes() {
    return packet;
  }

  /** Where in {@link #bytes} the program's packet begins. */
  int dataOffset() {
    return data;
  }

  /** Where in {@link #bytes} the network header begins. */
  int networkOffset() {
    return network;
  }

  boolean isReadDirectly() {
    return uses.contains(PacketUse.READ);
  }

  boolean isWrittenDirectly() {
    return uses.contains(PacketUse.WRITE);
  }

  /** Kernel documentation, networking: what eth_type_trans() makes of a frame. */
  static int protocol(byte[] bytes, int start, int end) {
    int type = (bytes[start + 12] & 0xff) << 8 | bytes[start + 13] & 0xff;
    if (type >= ETH_P_802_3_MIN) {
      return type;
    }
    // Novell's raw frames begin with what would be a checksum of all ones.
    int at = start + ETHERNET_HEADER;
    boolean raw = end - at >= 2 && bytes[at] == -1 && bytes[at + 1] == -1;
    return raw ? ETH_P_802_3 : ETH_P_802_2;
  }

  /** The loopback interface's broadcast address is all zeros too, so that no frame is broadcast. */
  private static int packetType(byte[] frame) {
    boolean zeros = true;
    for (int i = 0; i < ADDRESS; i++) {
      zeros &= frame[i] == 0;
    }
    if (zeros) {
      return PACKET_HOST;
    }
    return (frame[0] & 1) != 0 ? PACKET_MULTICAST : PACKET_OTHERHOST;
  }
}
