package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.util.Arrays;

/** A queue or stack (kernel: Documentation/bpf/map_queue_stack.rst): values in a ring. */
final class QueueStore extends MapStore {
  private final boolean stack;
  private final int valueSize;
  private final int most;
  private byte[] ring = new byte[0];
  private int places;

  /** The place of the oldest value, and how many values there are. */
  private int oldest;

  private int size;

  QueueStore(MapSpec spec) {
    super(spec);
    stack = spec.type() == MapType.STACK;
    valueSize = spec.valueSize();
    most = spec.maxEntries();
  }

  int size() {
    return size;
  }

  @Override
  int push(byte[] values, int valueOffset, long flags) {
    if (flags != MapFlags.ANY && flags != MapFlags.EXIST) {
      return -Errno.EINVAL;
    }
    if (size == most) {
      if (flags != MapFlags.EXIST) {
        return -Errno.E2BIG;
      }
      // BPF_EXIST makes room: the oldest value goes.
      oldest = (oldest + 1) % places;
      size--;
    }
    if (size == places) {
      grow();
    }
    System.arraycopy(values, valueOffset, ring, offset(size), valueSize);
    size++;
    return 0;
  }

  private int offset(int index) {
    return (oldest + index) % places * valueSize;
  }

  private void grow() {
    int longer = Elements.grownLength(places + 1, places, most);
    byte[] grown = new byte[longer * valueSize];
    int first = places - oldest;
    System.arraycopy(ring, oldest * valueSize, grown, 0, first * valueSize);
    System.arraycopy(ring, 0, grown, first * valueSize, oldest * valueSize);
    ring = grown;
    places = longer;
    oldest = 0;
  }

  @Override
  int peek(byte[] to, int offset) {
    if (size == 0) {
      Arrays.fill(to, offset, offset + valueSize, (byte) 0);
      return -Errno.ENOENT;
    }
    System.arraycopy(ring, offset(stack ? size - 1 : 0), to, offset, valueSize);
    return 0;
  }

  @Override
  int pop(byte[] to, int offset) {
    int result = peek(to, offset);
    if (result == 0) {
      size--;
      if (!stack) {
        oldest = (oldest + 1) % places;
      }
    }
    return result;
  }
}
