package io.bpf4j.dsl;

/**
 * A header in a packet, whose bytes are all there.
 *
 * @param <L> its layout
 */
public final class Header<L> extends View<L> {
  private final Position position;

  Header(Layout<L> layout, Address address, Position position) {
    super(layout, address);
    this.position = position;
  }

  /** Requires that its bytes are known to be there. */
  void requireHere() {
    address().valid().requireOpen("this header", Source.here("after"));
  }

  /** Where it begins. */
  Position position() {
    return position;
  }
}
