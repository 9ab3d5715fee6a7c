package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/** An array, a per-CPU array, or global data: every index is there from the start. */
final class ArrayStore extends ValueStore {
  private final Memory memory;

  ArrayStore(MapSpec spec, Memory memory, Elements elements) {
    super(spec, elements);
    this.memory = memory;
    if (spec.contents() instanceof MapSpec.Contents.GlobalData data) {
      elements.reserve(1);
      System.arraycopy(data.bytes(), 0, elements.bytes(), 0, data.bytes().length);
    }
  }

  /** Makes memory for the first element, for an address that is taken without a lookup. */
  void makeFirst() {
    elements.reserve(1);
  }

  @Override
  int place(byte[] bytes, int keyOffset, boolean use) {
    int index = (int) memory.get(bytes, keyOffset, 4);
    if (Integer.compareUnsigned(index, spec.maxEntries()) >= 0) {
      return -1;
    }
    elements.reserve(index + 1);
    return index;
  }

  @Override
  int placeToUpdate(byte[] keys, int keyOffset, long flags) {
    if (!MapFlags.areKnown(flags)) {
      return -Errno.EINVAL;
    }
    int index = place(keys, keyOffset, true);
    if (index < 0) {
      return -Errno.E2BIG;
    }
    if ((flags & MapFlags.NOEXIST) != 0) {
      return -Errno.EEXIST;
    }
    if ((flags & MapFlags.LOCK) == 0) {
      elements.release(index);
    } else if (elements.fields.lock() < 0) {
      return -Errno.EINVAL;
    }
    return index;
  }

  @Override
  int delete(byte[] bytes, int keyOffset) {
    return -Errno.EINVAL;
  }

  @Override
  int nextPlace(int place) {
    if (place + 1 == spec.maxEntries()) {
      return -1;
    }
    elements.reserve(place + 2);
    return place + 1;
  }

  @Override
  void copyKey(int place, byte[] to, int offset) {
    memory.put(to, offset, 4, place);
  }

  @Override
  boolean iterable() {
    return true;
  }
}
