package io.bpf4j.dsl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A format string of bpf_trace_printk, with the sizes of its values filled in.
 *
 * @param words its bytes with the final zero, filled up with zeros, 8 to a word; must not be
 *     changed
 * @param size how many of the bytes count, the final zero included
 */
record PrintkFormat(long[] words, int size) {
  /** The helper takes two arguments for the format, and three more. */
  private static final int MAX_VALUES = 3;

  private static final String CONVERSIONS = "dux";

  static PrintkFormat of(String format, Int<?>... values) {
    StringBuilder out = new StringBuilder();
    int used = 0;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      out.append(c);
      if (c != '%') {
        continue;
      }
      char conversion = i + 1 < format.length() ? format.charAt(++i) : ' ';
      if (conversion != '%') {
        requireConversion(format, conversion);
        boolean wide = used < values.length && values[used].type().bits() == 64;
        out.append(wide ? "ll" : "");
        used++;
      }
      out.append(conversion);
    }
    if (used != values.length || used > MAX_VALUES) {
      throw Source.error(
          "the format \""
              + format
              + "\" prints "
              + used
              + " values of "
              + values.length
              + ": as many as it is given, at most "
              + MAX_VALUES);
    }
    return encode(out.toString());
  }

  private static void requireConversion(String format, char conversion) {
    if (CONVERSIONS.indexOf(conversion) < 0) {
      throw Source.error(
          "the format \"" + format + "\" has %" + conversion + ": use %d, %u, %x or %%");
    }
  }

  private static PrintkFormat encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int size = bytes.length + 1;
    ByteBuffer padded = ByteBuffer.allocate((size + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
    padded.put(bytes).rewind();
    long[] words = new long[padded.capacity() / Long.BYTES];
    padded.asLongBuffer().get(words);
    return new PrintkFormat(words, size);
  }
}
