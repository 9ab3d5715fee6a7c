package io.bpf4j.btf;

import io.bpf4j.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  private final StringTable strings;
  private final ByteOrder order;
  private final Btf btf;
  private final Map<Integer, String> cache = new HashMap<>();
  // What strings may still take: in a hostile table without NULs every offset is a long string.
  private long budget;

  private BtfSection(byte[] data, ByteOrder order, Btf base) {
    this.order = order;
    long header = word(data, 4) & 0xffffffffL;
    if (header < HEADER_BYTES || header > data.length) {
      throw malformed(4, "header length " + header);
    }
    int types = part(data, header, 8, "types");
    int typeBytes = word(data, 12);
    if (typeBytes % 4 != 0 || word(data, 8) % 4 != 0) {
      throw malformed(8, "types are not aligned to 4 bytes");
    }
    this.strings = strings(data, header, base == null ? null : base.strings());
    this.budget = (1 << 20) + 4L * strings.end();
    int baseTypes = base == null ? 0 : base.count();
    int end = types + typeBytes;
    int[] offsets = new TypeCheck(data, order, types, end, strings, baseTypes).offsets();
    this.btf = new Btf(base, new EncodedTypes(data, order, strings, offsets));
  }

  /**
   * Decodes what remains of a buffer, whose own byte order and position are neither used nor
   * changed.
   *
   * @throws MalformedException where the bytes are no well-formed BTF
   */
  public static BtfSection decode(ByteBuffer bytes) {
    return decode(bytes, null);
  }

  /**
   * Decodes what remains of a buffer as split BTF, such as that of a kernel module: its ids and
   * strings follow those of a base.
   *
   * @param base the BTF that this one continues; null where it stands alone
   * @throws MalformedException where the bytes are no well-formed BTF over this base
   */
  public static BtfSection decode(ByteBuffer bytes, Btf base) {
    byte[] data = new byte[bytes.remaining()];
    bytes.get(bytes.position(), data);
    if (data.length < HEADER_BYTES) {
      throw malformed(data.length, "is shorter than its header of " + HEADER_BYTES + " bytes");
    }
    ByteOrder order = orderOf((data[0] & 0xff) << 8 | data[1] & 0xff, SECTION);
    if (data[2] != 1) {
      throw malformed(2, "unknown version " + (data[2] & 0xff));
    }
    return new BtfSection(data, order, base);
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

  private StringTable strings(byte[] data, long header, StringTable base) {
    int at = part(data, header, 16, "strings");
    int length = word(data, 20);
    int last = at + length - 1;
    // Split strings go on where those of the base end, so that only these begin with "".
    boolean begins = base != null || length > 0 && data[at] == 0;
    if (!begins || length > 0 && data[last] != 0) {
      throw malformed(16, "strings do not begin and end with a NUL");
    }
    if (base != null && base.end() > Integer.MAX_VALUE - length) {
      throw malformed(16, "strings go past an offset of 31 bits");
    }
    return new StringTable(base, data, at, length);
  }

  private int word(byte[] data, int at) {
    return EncodedTypes.word(data, at, order == ByteOrder.BIG_ENDIAN);
  }

  private int part(byte[] data, long header, int field, String what) {
    long offset = word(data, field) & 0xffffffffL;
    long length = word(data, field + 4) & 0xffffffffL;
    if (header + offset + length > data.length) {
      throw malformed(
          field, what + " at " + offset + " of length " + length + " go past the section's end");
    }
    return (int) (header + offset);
  }

  /** The types; never null. */
  public Btf btf() {
    return btf;
  }

  /** The byte order it was read in. */
  public ByteOrder byteOrder() {
    return order;
  }

  /** The string at an offset of the string table, or null where the table has no such offset. */
  public String string(int offset) {
    if (!strings.has(offset)) {
      return null;
    }
    synchronized (cache) {
      return cache.computeIfAbsent(offset, this::read);
    }
  }

  private String read(int offset) {
    budget -= strings.length(offset);
    if (budget < 0) {
      throw overlapping();
    }
    return strings.get(offset);
  }

  static MalformedException overlapping() {
    return malformed(16, "strings overlap each other too often");
  }

  static MalformedException malformed(long offset, String reason) {
    return new MalformedException(SECTION, offset, reason);
  }
}
