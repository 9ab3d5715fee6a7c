package io.bpf4j.vm;

import java.util.Arrays;

/** The text of a format, and how the present conversion is laid out. */
final class PrintText {
  private byte[] bytes = new byte[128];
  private int length;
  private boolean left;
  private boolean zeros;
  private boolean plus;
  private boolean space;
  private int width;

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  byte[] bytes() {
    return bytes;
  }

  void add(byte c) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = c;
  }

  /** Begins a conversion. */
  void begin() {
    left = false;
    zeros = false;
    plus = false;
    space = false;
    width = 0;
  }

  void flag(byte flag) {
    left |= flag == '-';
    zeros |= flag == '0';
    plus |= flag == '+';
    space |= flag == ' ';
  }

  void width(int itsWidth) {
    width = itsWidth;
  }

  void signed(long value) {
    char sign = value < 0 ? '-' : plus ? '+' : space ? ' ' : 0;
    digits(sign, value < 0 ? -value : value, 10, false);
  }

  void unsigned(long value, int base, boolean upperCase) {
    digits((char) 0, value, base, upperCase);
  }

  /** The kernel shows a hash; this shows all 16 digits. */
  void pointer(long value) {
    if (width == 0) {
      width = 16;
      zeros = true;
    }
    digits((char) 0, value, 16, false);
  }

  private void digits(char sign, long value, int base, boolean upperCase) {
    int digits = 1;
    for (long rest = Long.divideUnsigned(value, base);
        rest != 0;
        rest = Long.divideUnsigned(rest, base)) {
      digits++;
    }
    int padding = width - digits - (sign == 0 ? 0 : 1);
    boolean zeroPadded = zeros && !left;
    if (!left && !zeroPadded) {
      pad(' ', padding);
    }
    if (sign != 0) {
      add((byte) sign);
    }
    if (zeroPadded) {
      pad('0', padding);
    }
    for (int i = 0; i < digits; i++) {
      add((byte) '0');
    }
    long rest = value;
    for (int i = 1; i <= digits; i++) {
      char digit = Character.forDigit((int) Long.remainderUnsigned(rest, base), base);
      bytes[length - i] = (byte) (upperCase ? Character.toUpperCase(digit) : digit);
      rest = Long.divideUnsigned(rest, base);
    }
    if (left) {
      pad(' ', padding);
    }
  }

  private void pad(char with, int count) {
    for (int i = 0; i < count; i++) {
      add((byte) with);
    }
  }

  void character(byte c) {
    pad(' ', left ? 0 : width - 1);
    add(c);
    pad(' ', left ? width - 1 : 0);
  }

  /** Lays out a string: the first bytes of an array. */
  void string(byte[] from, int size) {
    pad(' ', left ? 0 : width - size);
    for (int i = 0; i < size; i++) {
      add(from[i]);
    }
    pad(' ', left ? width - size : 0);
  }

  /** An address such as 192.0.2.1, each number with at least so many digits. */
  void internet4(byte[] address, int digits) {
    for (int i = 0; i < 4; i++) {
      if (i > 0) {
        add((byte) '.');
      }
      begin();
      width = digits;
      zeros = true;
      unsigned(address[i] & 0xff, 10, false);
    }
  }

  /** An address such as 2001:0db8:..., with all its digits. */
  void internet6(byte[] address, boolean separated) {
    for (int i = 0; i < 16; i++) {
      if (separated && i > 0 && i % 2 == 0) {
        add((byte) ':');
      }
      add((byte) Character.forDigit(address[i] >> 4 & 15, 16));
      add((byte) Character.forDigit(address[i] & 15, 16));
    }
  }
}
