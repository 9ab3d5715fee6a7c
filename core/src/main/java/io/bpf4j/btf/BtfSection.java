package io.bpf4j.btf;

import io.bpf4j.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A .BTF section as it was read: its types and its strings, to which .BTF.ext refers by offset
 * (kernel: Documentation/bpf/btf.rst, "BTF Type and String Encoding").
 */
public final class BtfSection {
  /** Magic number of .BTF and .BTF.ext. */
  public static final int MAGIC = 0xeb9f;

  static final int HEADER_BYTES = 24;
  private static final String SECTION = ".BTF";

  private final ByteBuffer strings;
  private final Map<Integer, String> cache = new HashMap<>();
  // What strings may still take: in a hostile table without NULs every offset is a long string.
  private long budget;
  private final Btf btf;

  private BtfSection(ByteBuffer types, int typesAt, ByteBuffer strings) {
    this.strings = strings;
    this.budget = (1 << 20) + 4L * strings.limit();
    this.btf = new BtfDecoder(types, typesAt, this).decode();
  }

  /**
   * Decodes what remains of a buffer, whose own byte order and position are neither used nor
   * changed. The buffer is read later too, when strings are asked for.
   *
   * @throws MalformedException where the bytes are no well-formed BTF
   */
  public static BtfSection decode(ByteBuffer bytes) {
    ByteBuffer all = bytes.slice();
    if (all.limit() < HEADER_BYTES) {
      throw malformed(all.limit(), "is shorter than its header of " + HEADER_BYTES + " bytes");
    }
    all.order(orderOf(all.getShort(0) & 0xffff, SECTION));
    if (all.get(2) != 1) {
      throw malformed(2, "unknown version " + (all.get(2) & 0xff));
    }
    long header = all.getInt(4) & 0xffffffffL;
    if (header < HEADER_BYTES || header > all.limit()) {
      throw malformed(4, "header length " + header);
    }
    ByteBuffer types = part(all, header, 8, "types");
    ByteBuffer strings = part(all, header, 16, "strings");
    if (types.limit() % 4 != 0 || all.getInt(8) % 4 != 0) {
      throw malformed(8, "types are not aligned to 4 bytes");
    }
    int last = strings.limit() - 1;
    if (last < 0 || strings.get(0) != 0 || strings.get(last) != 0) {
      throw malformed(16, "strings do not begin and end with a NUL");
    }
    int typesAt = (int) (header + all.getInt(8));
    return new BtfSection(types, typesAt, strings);
  }

  /**
   * The byte order that a magic number tells, as read in big-endian order.
   *
   * @throws MalformedException where it is no magic number, naming {@code section}
   */
  public static ByteOrder orderOf(int magic, String section) {
    if (magic == MAGIC) {
      return ByteOrder.BIG_ENDIAN;
    }
    if (Integer.reverseBytes(magic) >>> 16 == MAGIC) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    throw new MalformedException(
        section, 0, "magic is 0x%04x, not 0xeb9f in either byte order".formatted(magic));
  }

  private static ByteBuffer part(ByteBuffer all, long header, int field, String what) {
    long offset = all.getInt(field) & 0xffffffffL;
    long length = all.getInt(field + 4) & 0xffffffffL;
    if (header + offset + length > all.limit()) {
      throw malformed(
          field, what + " at " + offset + " of length " + length + " go past the section's end");
    }
    return all.slice((int) (header + offset), (int) length).order(all.order());
  }

  /** The types; never null. */
  public Btf btf() {
    return btf;
  }

  /** The byte order it was read in. */
  public ByteOrder byteOrder() {
    return strings.order();
  }

  /** The string at an offset of the string table, or null where the table has no such offset. */
  public String string(int offset) {
    if (offset < 0 || offset >= strings.limit()) {
      return null;
    }
    synchronized (cache) {
      return cache.computeIfAbsent(offset, this::read);
    }
  }

  /** The name at an offset, for the type field at {@code at} of the section. */
  String name(int offset, int at) {
    String name = string(offset);
    if (name == null) {
      throw malformed(at, "name offset " + (offset & 0xffffffffL) + " is past the string table");
    }
    return name;
  }

  private String read(int offset) {
    int end = offset;
    while (strings.get(end) != 0) {
      end++;
    }
    budget -= end - offset;
    if (budget < 0) {
      throw malformed(16, "strings overlap each other too often");
    }
    byte[] bytes = new byte[end - offset];
    strings.get(offset, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static MalformedException malformed(long offset, String reason) {
    return new MalformedException(SECTION, offset, reason);
  }
}
