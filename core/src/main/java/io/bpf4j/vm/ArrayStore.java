package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.Arrays;

/**
 * An array, a per-CPU array of the one CPU, or global data: every index is there from the start.
 */
final class ArrayStore extends MapStore {
  private final Memory memory;
  private final Region elements;
  private final int stride;
  private int touched;

  ArrayStore(MapSpec spec, Memory memory) {
    super(spec);
    this.memory = memory;
    stride = strideOf(spec.valueSize());
    boolean frozen =
        spec.contents() instanceof MapSpec.Contents.GlobalData data && data.frozen()
            || (spec.flags() & MapSpec.FLAG_READ_ONLY_PROGRAM) != 0;
    elements = Region.elements("map " + spec.name(), stride, spec.valueSize(), !frozen);
    if (spec.contents() instanceof MapSpec.Contents.GlobalData data) {
      touch(0);
      System.arraycopy(data.bytes(), 0, elements.bytes, 0, data.bytes().length);
    }
  }

  @Override
  Region elements() {
    return elements;
  }

  /** Makes memory for the elements up to an index: a big array costs what is used of it. */
  private int touch(int index) {
    if (index >= touched) {
      touched = grownLength(index + 1, touched, spec.maxEntries());
      elements.grow(Arrays.copyOf(elements.bytes, touched * stride));
    }
    return index * stride;
  }

  /** Makes memory for the first element, for an address that is taken without a lookup. */
  void makeFirst() {
    touch(0);
  }

  private int index(byte[] bytes, int keyOffset) {
    return (int) memory.get(bytes, keyOffset, 4);
  }

  @Override
  int lookup(byte[] bytes, int keyOffset) {
    int index = index(bytes, keyOffset);
    return Integer.compareUnsigned(index, spec.maxEntries()) < 0 ? touch(index) : -1;
  }

  @Override
  int update(byte[] keys, int keyOffset, byte[] values, int valueOffset, long flags) {
    if (flags < 0 || flags > EXIST) {
      return -EINVAL;
    }
    int offset = lookup(keys, keyOffset);
    if (offset < 0) {
      return -E2BIG;
    }
    if (flags == NOEXIST) {
      return -EEXIST;
    }
    System.arraycopy(values, valueOffset, elements.bytes, offset, spec.valueSize());
    return 0;
  }

  @Override
  int delete(byte[] bytes, int keyOffset) {
    return -EINVAL;
  }

  @Override
  int nextPlace(int place) {
    return place + 1 < spec.maxEntries() ? place + 1 : -1;
  }

  @Override
  byte[] keyAt(int place) {
    byte[] key = new byte[4];
    memory.put(key, 0, 4, place);
    return key;
  }
}
