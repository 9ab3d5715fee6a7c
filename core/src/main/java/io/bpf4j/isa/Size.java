package io.bpf4j.isa;

/** The size of a memory access (RFC 9669, section 5, table 11). */
public enum Size {
  B(1, 0x10),
  H(2, 0x08),
  W(4, 0x00),
  DW(8, 0x18);

  private final int bytes;
  private final int code;

  Size(int bytes, int code) {
    this.bytes = bytes;
    this.code = code;
  }

  /** 1, 2, 4 or 8. */
  public int bytes() {
    return bytes;
  }

  /** The two size bits of the opcode, in place. */
  int code() {
    return code;
  }

  static Size ofOpcode(int opcode) {
    return switch (opcode & 0x18) {
      case 0x10 -> B;
      case 0x08 -> H;
      case 0x00 -> W;
      default -> DW;
    };
  }

  /**
   * The size of a number of bytes.
   *
   * @throws IllegalArgumentException where {@code bytes} is not 1, 2, 4 or 8
   */
  public static Size ofBytes(int bytes) {
    return switch (bytes) {
      case 1 -> B;
      case 2 -> H;
      case 4 -> W;
      case 8 -> DW;
      default -> throw new IllegalArgumentException("no access size of " + bytes + " bytes");
    };
  }
}
