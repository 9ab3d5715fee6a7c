package io.bpf4j.cli;

import java.util.HexFormat;

/** Bytes to and from text. */
final class HexDump {
  private static final int WIDTH = 16;
  private static final HexFormat PAIRS = HexFormat.ofDelimiter(" ");

  private HexDump() {}

  /**
   * Bytes from hexadecimal digits; blanks, colons and a leading 0x may stand between.
   *
   * @throws IllegalArgumentException where it is something else
   */
  static byte[] parse(String text) {
    StringBuilder digits = new StringBuilder();
    String bare = text.startsWith("0x") ? text.substring(2) : text;
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if (!Character.isWhitespace(c) && c != ':') {
        digits.append(c);
      }
    }
    return HexFormat.of().parseHex(digits);
  }

  /** Prints bytes, 16 a line after their offset. */
  static void print(Screen screen, byte[] bytes) {
    for (int start = 0; start < bytes.length; start += WIDTH) {
      int end = Math.min(bytes.length, start + WIDTH);
      screen.line(String.format("  %04x  %s", start, PAIRS.formatHex(bytes, start, end)));
    }
  }
}
