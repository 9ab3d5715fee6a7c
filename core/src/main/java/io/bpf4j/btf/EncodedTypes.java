package io.bpf4j.btf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Types in the bytes of a section, which {@link TypeCheck} has found well-formed; a record is made
 * when a type is asked for, and kept only until another takes its place.
 */
final class EncodedTypes implements TypeTable {
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int CACHED = 1 << 10;

  private final byte[] data;
  private final boolean swapped;
  private final StringTable strings;
  private final int[] offsets;
  // Entries are immutable, so that a race only makes a record once more.
  private final Entry[] cache;

  private record Entry(int index, BtfType type) {}

  /** Types that begin at {@code offsets} of {@code data}. */
  EncodedTypes(byte[] data, ByteOrder order, StringTable strings, int[] offsets) {
    this.data = data;
    this.swapped = order == ByteOrder.BIG_ENDIAN;
    this.strings = strings;
    this.offsets = offsets;
    this.cache = new Entry[Math.min(CACHED, Integer.highestOneBit(Math.max(1, offsets.length)))];
  }

  /** The word at an offset of a section of a byte order. */
  static int word(byte[] data, int at, boolean swapped) {
    int word = (int) LITTLE_ENDIAN.get(data, at);
    return swapped ? Integer.reverseBytes(word) : word;
  }

  int word(int at) {
    return word(data, at, swapped);
  }

  ByteOrder order() {
    return swapped ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  StringTable strings() {
    return strings;
  }

  @Override
  public int count() {
    return offsets.length;
  }

  @Override
  public BtfType type(int index) {
    int slot = index & cache.length - 1;
    Entry entry = cache[slot];
    if (entry == null || entry.index != index) {
      entry = new Entry(index, new TypeReader(this, offsets[index]).read());
      cache[slot] = entry;
    }
    return entry.type;
  }

  @Override
  public BtfType.Kind kind(int index) {
    return BtfType.Kind.of(word(offsets[index] + 4) >>> 24 & 0x1f);
  }

  @Override
  public String name(int index) {
    return strings.get(nameOffset(index));
  }

  @Override
  public boolean anonymous(int index) {
    return strings.isEmpty(nameOffset(index));
  }

  @Override
  public int nameHash(int index) {
    return strings.hash(nameOffset(index));
  }

  @Override
  public boolean named(int index, byte[] utf8) {
    return strings.equals(nameOffset(index), utf8);
  }

  private int nameOffset(int index) {
    return word(offsets[index]);
  }
}
