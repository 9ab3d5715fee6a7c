package io.bpf4j.vm;

/** A range of memory that addresses may point into. Offsets count from the array's start. */
final class Region {
  private static final byte[] NOTHING = new byte[0];

  final String name;

  /** What it holds; a map's array is replaced when the map grows. */
  byte[] bytes;

  /** The first offset that may be accessed. */
  int start;

  /** The offset after the last one that may be accessed. */
  int end;

  /** The offsets that may be written: none where the second is 0. */
  int writeStart;

  int writeEnd;

  /** Distance of the elements of a map, 0 where the region is one piece. */
  int stride;

  /** How many bytes of each element may be accessed. */
  int elementSize;

  /** 2 to the power of {@link #shift}, divided by the stride and rounded up. */
  private long reciprocal;

  private int shift;

  /** Answers loads instead of the bytes: a context whose fields are rewritten; or null. */
  Context context;

  /** The program whose instructions addresses of this region stand for, by index; or null. */
  Lowered code;

  /** The map that an address of this region stands for; or null. */
  MapStore map;

  /** The ring buffer record that this region shows; or null. */
  RingRecord record;

  private Region(String name, byte[] bytes, boolean writable) {
    this.name = name;
    this.bytes = bytes;
    this.end = bytes.length;
    this.writeEnd = writable ? Integer.MAX_VALUE : 0;
  }

  static Region of(String name, byte[] bytes, boolean writable) {
    return new Region(name, bytes, writable);
  }

  /** A region that can be pointed to, but not accessed. */
  static Region opaque(String name) {
    return new Region(name, NOTHING, false);
  }

  /** The elements of a map, of which more may come. */
  static Region elements(String name, int stride, int elementSize, boolean writable) {
    Region region = new Region(name, NOTHING, writable);
    region.stride = stride;
    region.elementSize = elementSize;
    region.shift = 30 + 32 - Integer.numberOfLeadingZeros(stride - 1);
    region.reciprocal = ((1L << region.shift) + stride - 1) / stride;
    return region;
  }

  /** Whether {@code size} bytes at an offset within the region lie in one element. */
  boolean isInOneElement(int offset, int size) {
    // A division by multiplication (Granlund, Montgomery 1994): exact, as offsets have 30 bits.
    int element = (int) (offset * reciprocal >>> shift);
    return offset - element * stride + size <= elementSize;
  }

  /** Replaces the bytes by a longer array. */
  void grow(byte[] longer) {
    bytes = longer;
    end = longer.length;
  }
}
