package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** strtol, strtoul and strncmp. */
final class StringHelpers {
  /** Kernel: the low bits of the flags are the base. */
  private static final long BASE_MASK = 0x1f;

  /** The kernel looks at this many characters of a number. */
  private static final int MAX_DIGITS = 63;

  private final Memory memory;

  /** The magnitude and the sign that {@link #parse} found. */
  private long magnitude;

  private boolean negative;

  StringHelpers(Memory memory) {
    this.memory = memory;
  }

  void addTo(HelperTable table) {
    table.put(Helper.STRTOL, r -> signed(r[1], (int) r[2], r[3], r[4]));
    table.put(Helper.STRTOUL, r -> unsigned(r[1], (int) r[2], r[3], r[4]));
    table.put(Helper.STRNCMP, r -> compare(r[1], (int) r[2], r[3]));
  }

  private long signed(long text, int size, long flags, long result) {
    memory.store(result, 8, 0);
    int parsed = parse(text, size, flags);
    if (parsed < 0) {
      return parsed;
    }
    long value = negative ? -magnitude : magnitude;
    if (negative ? value > 0 : value < 0) {
      return -Errno.ERANGE;
    }
    memory.store(result, 8, value);
    return parsed;
  }

  private long unsigned(long text, int size, long flags, long result) {
    memory.store(result, 8, 0);
    int parsed = parse(text, size, flags);
    if (parsed >= 0 && negative) {
      return -Errno.EINVAL;
    }
    if (parsed >= 0) {
      memory.store(result, 8, magnitude);
    }
    return parsed;
  }

  /** Parses white space, a minus and digits; returns how many bytes those are, or an error. */
  private int parse(long address, int size, long flags) {
    int base = (int) (flags & BASE_MASK);
    boolean known = base == 0 || base == 8 || base == 10 || base == 16;
    Region region = memory.readable(address, size);
    if (size <= 0 || !known || (flags & ~BASE_MASK) != 0) {
      return -Errno.EINVAL;
    }
    byte[] text = region.bytes;
    int start = Memory.offsetOf(address);
    int end = start + size;
    int at = start;
    while (at < end && isSpace(text[at])) {
      at++;
    }
    negative = at < end && text[at] == '-';
    if (negative) {
      at++;
    }
    end = Math.min(end, at + MAX_DIGITS);
    boolean hex = at + 1 < end && text[at] == '0' && (text[at + 1] | 0x20) == 'x';
    if (base == 0) {
      boolean more = hex && at + 2 < end && digit(text[at + 2]) < 16;
      base = more ? 16 : at < end && text[at] == '0' ? 8 : 10;
    }
    if (base == 16 && hex) {
      at += 2;
    }
    int digits = digits(text, at, end, base);
    return digits < 0 ? digits : at + digits - start;
  }

  private int digits(byte[] text, int start, int end, int base) {
    magnitude = 0;
    boolean overflows = false;
    int at = start;
    while (at < end && digit(text[at]) < base) {
      int digit = digit(text[at++]);
      overflows |= Long.compareUnsigned(magnitude, Long.divideUnsigned(-1L - digit, base)) > 0;
      magnitude = magnitude * base + digit;
    }
    if (at == start) {
      return -Errno.EINVAL;
    }
    return overflows ? -Errno.ERANGE : at - start;
  }

  /** The value of a digit, or a large number. */
  private static int digit(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : Integer.MAX_VALUE;
  }

  /** Kernel: isspace(), which takes Latin 1's no-break space for one too. */
  private static boolean isSpace(byte c) {
    return c == ' ' || c >= '\t' && c <= '\r' || c == (byte) 0xa0;
  }

  private long compare(long left, int size, long right) {
    if (size <= 0) {
      throw FaultSignal.of(Fault.Kind.BAD_ARGUMENT, "strncmp of " + size + " bytes");
    }
    Region first = memory.readable(left, size);
    int at = Memory.offsetOf(left);
    for (int i = 0; i < size; i++) {
      int a = first.bytes[at + i] & 0xff;
      int b = (int) memory.load(right + i, 1);
      if (a != b) {
        return a < b ? -1 : 1;
      }
      if (a == 0) {
        return 0;
      }
    }
    return 0;
  }
}
