package io.bpf4j.dsl;

import io.bpf4j.dsl.PacketCursor.Target;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/**
 * The body of an XDP program: runs for each packet that an interface receives, before the network
 * stack sees it. The context is {@code struct xdp_md} (uapi/linux/bpf.h).
 */
public final class Xdp extends ProgramScope<Xdp> {
  private static final int DATA = 0;
  private static final int DATA_END = 4;
  private static final int INGRESS_IFINDEX = 12;
  private static final int RX_QUEUE_INDEX = 16;

  Xdp(Bpf bpf, FunctionBuilder builder) {
    super(bpf, builder);
  }

  /** A cursor at the start of the packet, to read a header. */
  public <L> XdpCursor<Header<L>> packet(Layout<L> layout) {
    return cursor(Target.header(layout));
  }

  /** A cursor at the start of the packet, to read a number. */
  public <T extends Scalar<T>> XdpCursor<Ref<T>> packet(Type<T> type) {
    return cursor(Target.scalar(type));
  }

  private <T> XdpCursor<T> cursor(Target<T> target) {
    return new XdpCursor<>(this, target, new Position(data(), null, 0));
  }

  /** The index of the interface that received the packet. */
  public U32 ingressIfindex() {
    return new U32(builder(), contextField("ingress_ifindex", INGRESS_IFINDEX));
  }

  /** The index of the interface's queue that received the packet. */
  public U32 rxQueueIndex() {
    return new U32(builder(), contextField("rx_queue_index", RX_QUEUE_INDEX));
  }

  /** How many bytes the packet has. */
  public U64 packetLength() {
    at("packetLength");
    Node length =
        builder().binary(io.bpf4j.isa.AluOp.SUB, io.bpf4j.isa.Width.W64, dataEnd(), data());
    return new U64(builder(), length);
  }

  /** Returns: what shall be done with the packet. */
  public void ret(XdpAction action) {
    returnValue(action);
  }

  /** Returns an action by its number. */
  public void ret(U32 action) {
    returnValue(action);
  }

  Node data() {
    return contextField("data", DATA);
  }

  Node dataEnd() {
    return contextField("data_end", DATA_END);
  }

  @Override
  Node resultOf(ReturnValue value) {
    if (value instanceof XdpAction action) {
      return Node.constant(action.number());
    }
    if (value instanceof U32 number) {
      return number.node();
    }
    throw Source.error("an XDP program returns an XdpAction or its number as a U32, not " + value);
  }
}
