package io.bpf4j.vm;

import io.bpf4j.kernel.ContextLayout;
import java.util.Arrays;

/** Values for the fields of a context, to be laid down in a VM's byte order. Immutable. */
final class FieldValues {
  static final FieldValues NONE = new FieldValues(new int[0], new int[0], new long[0]);

  private final int[] offsets;
  private final int[] sizes;
  private final long[] values;

  private FieldValues(int[] offsets, int[] sizes, long[] values) {
    this.offsets = offsets;
    this.sizes = sizes;
    this.values = values;
  }

  private FieldValues with(int offset, int size, long value) {
    int count = offsets.length;
    int[] newOffsets = Arrays.copyOf(offsets, count + 1);
    int[] newSizes = Arrays.copyOf(sizes, count + 1);
    long[] newValues = Arrays.copyOf(values, count + 1);
    newOffsets[count] = offset;
    newSizes[count] = size;
    newValues[count] = value;
    return new FieldValues(newOffsets, newSizes, newValues);
  }

  /**
   * With a number in a field.
   *
   * @throws IllegalArgumentException where the layout has no such field, or it is none of 1, 2, 4
   *     or 8 bytes
   */
  FieldValues with(ContextLayout layout, String field, long value) {
    int size = layout.sizeOf(field);
    if (size > 8 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException(field + " is no number, but of " + size + " bytes");
    }
    return with(layout.offsetOf(field), size, value);
  }

  /**
   * With bytes in a field, from its start on.
   *
   * @throws IllegalArgumentException where the layout has no such field, or it is shorter
   */
  FieldValues with(ContextLayout layout, String field, byte[] bytes) {
    if (bytes.length > layout.sizeOf(field)) {
      throw new IllegalArgumentException(
          field + " has " + layout.sizeOf(field) + " bytes, not " + bytes.length);
    }
    FieldValues all = this;
    for (int i = 0; i < bytes.length; i++) {
      all = all.with(layout.offsetOf(field) + i, 1, bytes[i]);
    }
    return all;
  }

  /** Lays them down. */
  void putInto(byte[] image, Memory memory) {
    for (int i = 0; i < offsets.length; i++) {
      memory.put(image, offsets[i], sizes[i], values[i]);
    }
  }
}
