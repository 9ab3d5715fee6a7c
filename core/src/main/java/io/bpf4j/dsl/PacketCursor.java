package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/**
 * A place in a packet: the only way to what is there is one of the exits, which check that the
 * packet is long enough. It begins at the start of the packet; {@code at} and {@code after} move
 * it.
 *
 * @param <T> what is read there
 * @param <C> the cursor's own class
 */
public abstract sealed class PacketCursor<T, C extends PacketCursor<T, C>> extends Maybe<T>
    permits XdpCursor, SocketCursor {
  /** The greatest offset that the verifier follows (kernel: MAX_PACKET_OFF). */
  static final int MAX_OFFSET = 0xffff;

  private final Target<T> target;
  private final Position position;

  /** Makes what is read of the place where it is. */
  interface Maker<T> {
    T at(Address address, Position position);
  }

  /**
   * What is read.
   *
   * @param size in bytes
   */
  record Target<T>(int size, String name, Maker<T> maker) {
    static <L> Target<Header<L>> header(Layout<L> layout) {
      return new Target<>(
          layout.size(), layout.name(), (address, at) -> new Header<>(layout, address, at));
    }

    static <V extends Scalar<V>> Target<Ref<V>> scalar(Type<V> type) {
      return new Target<>(
          type.bytes(), type.name(), (address, at) -> new Ref<>(type, address, "packet"));
    }
  }

  PacketCursor(FunctionBuilder builder, Target<T> target, Position position) {
    super(builder);
    this.target = target;
    this.position = position;
  }

  /** The cursor so many bytes from the start of the packet. */
  public C at(int offset) {
    if (offset < 0 || offset + target.size() > MAX_OFFSET) {
      throw Source.error(
          "offset "
              + offset
              + " is not in 0.."
              + (MAX_OFFSET - target.size())
              + ", as packets are");
    }
    return moved(new Position(start(), null, offset));
  }

  /** The cursor so many bytes from the start of the packet. */
  public C at(U32 offset) {
    return moved(Position.varying(start(), offset, 0));
  }

  /** The cursor at the first byte after a header. */
  public C after(Header<?> header) {
    header.requireHere();
    return moved(header.position().plus(header.layout().size()));
  }

  /** The cursor so many bytes after the first byte of a header: its length varies. */
  public C after(Header<?> header, U32 length) {
    header.requireHere();
    Position from = header.position();
    U32 sum = from.extra() == null ? length : from.extra().add(length);
    return moved(Position.varying(from.base(), sum, from.offset()));
  }

  Target<T> target() {
    return target;
  }

  Position position() {
    return position;
  }

  /** What the program type reckons packet positions from. */
  abstract Node start();

  abstract C moved(Position to);
}
