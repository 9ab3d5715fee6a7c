package io.bpf4j.vm;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The conversions of bpf_trace_printk (uapi/linux/bpf.h): d, i, u, x, X, p, c, s, with l, ll and h,
 * a width and zero padding. Strings are read from any readable region up to 512 bytes.
 */
final class PrintFormat {
  private static final int MAX_STRING = 512;

  private final Memory memory;
  private final String format;
  private final long[] arguments;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int used;

  private PrintFormat(Memory memory, String format, long[] arguments) {
    this.memory = memory;
    this.format = format;
    this.arguments = arguments;
  }

  /** The formatted text, or null where the format is not one that the kernel takes. */
  static String format(Memory memory, String format, long[] arguments) {
    PrintFormat state = new PrintFormat(memory, format, arguments);
    return state.run() ? state.out.toString() : null;
  }

  private boolean run() {
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        out.append(c);
      } else if (at < format.length() && format.charAt(at) == '%') {
        out.append(format.charAt(at++));
      } else if (!conversion()) {
        return false;
      }
    }
    return true;
  }

  private boolean conversion() {
    boolean zeros = at < format.length() && format.charAt(at) == '0';
    boolean left = at < format.length() && format.charAt(at) == '-';
    if (zeros || left) {
      at++;
    }
    int width = 0;
    while (at < format.length() && Character.isDigit(format.charAt(at)) && width < 100) {
      width = width * 10 + format.charAt(at++) - '0';
    }
    int bits = 32;
    while (at < format.length() && (format.charAt(at) == 'l' || format.charAt(at) == 'h')) {
      bits = format.charAt(at++) == 'l' ? 64 : 16;
    }
    if (at == format.length() || used == arguments.length) {
      return false;
    }
    String text = text(format.charAt(at++), arguments[used++], bits);
    if (text == null) {
      return false;
    }
    String padding = (zeros ? "0" : " ").repeat(Math.max(0, width - text.length()));
    out.append(left ? text + padding : padding + text);
    return true;
  }

  private String text(char conversion, long value, int bits) {
    long signed = bits == 64 ? value : bits == 32 ? (int) value : (short) value;
    long unsigned = bits == 64 ? value : value & (1L << bits) - 1;
    return switch (conversion) {
      case 'd', 'i' -> Long.toString(signed);
      case 'u' -> Long.toUnsignedString(unsigned);
      case 'x' -> Long.toHexString(unsigned);
      case 'X' -> Long.toHexString(unsigned).toUpperCase(Locale.ROOT);
      case 'p' -> String.format(Locale.ROOT, "%016x", value);
      case 'c' -> String.valueOf((char) (value & 0xff));
      case 's' -> string(value);
      default -> null;
    };
  }

  private String string(long address) {
    byte[] bytes = new byte[MAX_STRING];
    int length = 0;
    while (length < MAX_STRING) {
      byte next = (byte) memory.load(address + length, 1);
      if (next == 0) {
        break;
      }
      bytes[length++] = next;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
