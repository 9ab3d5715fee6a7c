package io.bpf4j.dsl;

import io.bpf4j.dsl.PacketCursor.Target;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/**
 * The body of a socket filter: decides how much of a packet a socket gets. The context is {@code
 * struct __sk_buff} (uapi/linux/bpf.h), of which socket filters may read some fields only.
 */
public final class SocketFilter extends ProgramScope<SocketFilter> {
  private static final int LEN = 0;
  private static final int PKT_TYPE = 4;
  private static final int MARK = 8;
  private static final int PROTOCOL = 16;
  private static final int IFINDEX = 40;

  SocketFilter(Bpf bpf, FunctionBuilder builder) {
    super(bpf, builder);
  }

  /** How many bytes the packet has. */
  public U32 len() {
    return new U32(builder(), contextField("len", LEN));
  }

  /** Whom the packet is for: PACKET_HOST and its like (uapi/linux/if_packet.h). */
  public U32 pktType() {
    return new U32(builder(), contextField("pkt_type", PKT_TYPE));
  }

  /** The mark that the packet carries in this machine. */
  public U32 mark() {
    return new U32(builder(), contextField("mark", MARK));
  }

  /** The EtherType. */
  public Be16 protocol() {
    return new Be16(builder(), contextField("protocol", PROTOCOL));
  }

  /** The index of the interface. */
  public U32 ifindex() {
    return new U32(builder(), contextField("ifindex", IFINDEX));
  }

  /** A cursor at the start of the packet, to read a header; a copy of it is read. */
  public <L> SocketCursor<Header<L>> packet(Layout<L> layout) {
    return cursor(Target.header(layout));
  }

  /** A cursor at the start of the packet, to read a number. */
  public <T extends Scalar<T>> SocketCursor<Ref<T>> packet(Type<T> type) {
    return cursor(Target.scalar(type));
  }

  private <T> SocketCursor<T> cursor(Target<T> target) {
    return new SocketCursor<>(this, target, new Position(Node.constant(0), null, 0));
  }

  /** Returns: how much of the packet the socket gets. */
  public void ret(SnapLength length) {
    returnValue(length);
  }

  /** Returns: how many bytes of the packet the socket gets at most; 0 drops it. */
  public void ret(U32 bytes) {
    returnValue(bytes);
  }

  @Override
  Node resultOf(ReturnValue value) {
    if (value instanceof SnapLength length) {
      return Node.constant(Integer.toUnsignedLong(length.bytes()));
    }
    if (value instanceof U32 bytes) {
      return bytes.node();
    }
    throw Source.error("a socket filter returns a SnapLength or a U32, not " + value);
  }
}
