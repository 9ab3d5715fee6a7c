package io.bpf4j.dsl;

/**
 * What a socket filter returns: how much of the packet the socket gets.
 *
 * @param bytes at most so many bytes, unsigned; 0 drops the packet
 */
public record SnapLength(int bytes) implements ReturnValue {
  /** The packet is dropped. */
  public static final SnapLength DROP = new SnapLength(0);

  /** The socket gets all of it. */
  public static final SnapLength KEEP = new SnapLength(-1);

  @Override
  public String toString() {
    return switch (bytes) {
      case 0 -> "DROP";
      case -1 -> "KEEP";
      default -> Integer.toUnsignedString(bytes);
    };
  }
}
