package io.bpf4j.vm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The formats of trace_printk, snprintf and their like (bpf-helpers(7)): d, i, u, x and X with l or
 * ll, c, s, and p with the letters that the kernel's printk has; each with flags and a width. Where
 * the kernel shows a hash of a pointer or the name of a symbol, this shows the number.
 */
final class PrintFormat {
  private static final int INVALID = -Errno.EINVAL;

  /** Kernel: what strings take in all. */
  private static final int MAX_STRING = 512;

  private final Memory memory;
  private final Environment environment;
  private final PrintText out = new PrintText();
  private final byte[] one = new byte[1];
  private final byte[] string = new byte[MAX_STRING];
  private byte[] format;
  private int at;
  private int end;
  private long[] arguments;
  private int count;
  private int room;
  private int used;

  PrintFormat(Memory memory, Environment environment) {
    this.memory = memory;
    this.environment = environment;
  }

  /**
   * Formats.
   *
   * @param size bytes of the format, which must have a zero among them
   * @param itsCount how many of the arguments there are
   * @param itsRoom how many bytes the text is printed to
   * @return how many bytes the text has, or a negated error number
   */
  int format(long address, int size, long[] itsArguments, int itsCount, int itsRoom) {
    if (size <= 0) {
      return INVALID;
    }
    format = memory.readable(address, size).bytes;
    at = Memory.offsetOf(address);
    end = at;
    while (end < at + size && format[end] != 0) {
      end++;
    }
    if (end == at + size) {
      return INVALID;
    }
    arguments = itsArguments;
    count = itsCount;
    room = itsRoom;
    used = 0;
    out.clear();
    while (at < end) {
      byte c = format[at++];
      if (c < ' ' && !(c >= '\t' && c <= '\r') || c == 0x7f) {
        return INVALID;
      }
      if (c != '%') {
        out.add(c);
      } else if (peek() == '%') {
        out.add(format[at++]);
      } else if (!conversion()) {
        return INVALID;
      }
    }
    return out.length();
  }

  /** The text of the last format, as Java has it. */
  String text() {
    return new String(out.bytes(), 0, out.length(), StandardCharsets.UTF_8);
  }

  /** Copies as much of the text as fits, and a zero. */
  void copyTo(byte[] to, int offset, int size) {
    int copied = Math.min(out.length(), size - 1);
    System.arraycopy(out.bytes(), 0, to, offset, copied);
    to[offset + copied] = 0;
  }

  private int peek() {
    return at < end ? format[at] : 0;
  }

  private boolean conversion() {
    if (used == count) {
      return false;
    }
    out.begin();
    while (peek() == '0' || peek() == '+' || peek() == '-' || peek() == ' ') {
      out.flag(format[at++]);
    }
    int width = 0;
    while (at < end && format[at] >= '0' && format[at] <= '9') {
      width = Math.min(width * 10 + format[at++] - '0', Short.MAX_VALUE);
    }
    out.width(width);
    long argument = arguments[used++];
    int c = peek();
    at++;
    return switch (c) {
      case 'p' -> pointer(argument);
      case 's' -> {
        string(argument, ProbeHelpers.isReadAsUser(memory, argument), true);
        yield endsWord();
      }
      case 'c' -> {
        out.character((byte) argument);
        yield true;
      }
      default -> {
        int bits = 32;
        for (int i = 0; i < 2 && c == 'l'; i++) {
          bits = 64;
          c = peek();
          at++;
        }
        yield number(c, bits, argument);
      }
    };
  }

  private boolean number(int conversion, int bits, long argument) {
    switch (conversion) {
      case 'd', 'i' -> out.signed(bits == 64 ? argument : (int) argument);
      case 'u' -> out.unsigned(bits == 64 ? argument : Arithmetic.zext((int) argument), 10, false);
      case 'x', 'X' -> {
        long value = bits == 64 ? argument : Arithmetic.zext((int) argument);
        out.unsigned(value, 16, conversion == 'X');
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether what follows is the end, white space or punctuation. */
  private boolean endsWord() {
    int c = peek();
    return c >= 0 && c < 0x7f && !isLetterOrDigit(c);
  }

  private static boolean isLetterOrDigit(int c) {
    int lower = c | 0x20;
    return c >= '0' && c <= '9' || lower >= 'a' && lower <= 'z';
  }

  private boolean pointer(long argument) {
    int c = peek();
    boolean known = true;
    switch (c) {
      case 'k', 'u' -> {
        at++;
        boolean text = peek() == 's';
        at++;
        string(argument, c == 'u', false);
        return text && endsWord();
      }
      case 'i', 'I' -> {
        at++;
        int version = peek();
        at++;
        known = version == '4' || version == '6';
        internet(argument, version == '4' ? 4 : 16, c == 'I');
      }
      case 'x', 'K', 's', 'S', 'B' -> out.pointer(argument);
      default -> {
        known = endsWord();
        out.pointer(argument);
      }
    }
    // The kernel takes all letters for the pointer's kind, whether it knows them or not.
    while (isLetterOrDigit(peek())) {
      at++;
    }
    return known;
  }

  private void string(long address, boolean user, boolean laidOut) {
    int length = 0;
    int next = byteAt(address, user);
    while (next > 0 && length < MAX_STRING - 1) {
      string[length++] = (byte) next;
      next = byteAt(address + length, user);
    }
    if (!laidOut) {
      out.width(0);
    }
    // A string that cannot be read to its end is shown as an empty one.
    out.string(string, next < 0 || !laidOut && isFull() ? 0 : length);
  }

  /** Where there is no room, the kernel does not count what it has as text of a pointer. */
  private boolean isFull() {
    return out.length() >= room;
  }

  /** A byte of memory, or -1 where there is none. */
  private int byteAt(long address, boolean user) {
    Region region = user ? null : memory.readableOrNull(address, 1);
    if (region != null) {
      return region.bytes[Memory.offsetOf(address)] & 0xff;
    }
    AddressSpace space = user ? environment.user : environment.kernel;
    return space.read(address, one, 0, 1) ? one[0] & 0xff : -1;
  }

  private void internet(long address, int size, boolean separated) {
    boolean readable = true;
    for (int i = 0; i < size && readable; i++) {
      int next = byteAt(address + i, false);
      string[i] = (byte) next;
      readable = next >= 0;
    }
    if (!readable) {
      Arrays.fill(string, 0, size, (byte) 0);
    }
    if (isFull()) {
      return;
    }
    if (size == 4) {
      out.internet4(string, separated ? 1 : 3);
    } else {
      out.internet6(string, separated);
    }
  }
}
