package io.bpf4j.elf.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A string table that is being read. */
final class Strings {
  private final ElfSection table;
  private final ByteBuffer bytes;
  private final Map<Integer, String> cache = new HashMap<>();
  // What strings may still take: in a hostile table without NULs every offset is a long string.
  private long budget;

  Strings(ElfSection table) {
    this.table = table;
    this.bytes = table.content();
    this.budget = (1 << 20) + 4L * bytes.limit();
    boolean open = bytes.limit() > 0 && bytes.get(bytes.limit() - 1) != 0;
    if (table.type() != ElfSection.STRTAB || open) {
      throw table.malformed(-1, "is no string table that ends with a NUL");
    }
  }

  /**
   * The string at an offset.
   *
   * @param what asks for it, for messages
   */
  String at(int offset, String what) {
    if (offset == 0) {
      return "";
    }
    if (offset < 0 || offset >= bytes.limit()) {
      throw table.malformed(
          offset & 0xffffffffL,
          "is past the %d bytes of the string table: the name of %s"
              .formatted(bytes.limit(), what));
    }
    return cache.computeIfAbsent(offset, this::read);
  }

  private String read(int offset) {
    int end = offset;
    while (bytes.get(end) != 0) {
      end++;
    }
    budget -= end - offset;
    if (budget < 0) {
      throw table.malformed(offset, "strings overlap each other too often");
    }
    byte[] string = new byte[end - offset];
    bytes.get(offset, string);
    return new String(string, StandardCharsets.UTF_8);
  }
}
