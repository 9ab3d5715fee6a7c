package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/**
 * Dynptrs (kernel: Documentation/bpf/kfuncs.rst, bpf-helpers(7)): 16 bytes of the program's stack
 * that hold an address, a size and an offset. A null one has the address 0.
 */
final class Dynptrs {
  /** Kernel: the size has 24 bits. */
  static final int MAX_SIZE = (1 << 24) - 1;

  private static final int SIZE = 16;
  private static final int READ_ONLY = 1 << 31;

  private final Memory memory;

  Dynptrs(Memory memory) {
    this.memory = memory;
  }

  void addTo(HelperTable table) {
    table.put(Helper.DYNPTR_FROM_MEM, r -> fromMemory(r[1], (int) r[2], r[3], r[4]));
    table.put(Helper.DYNPTR_READ, r -> read(r[1], r[2], r[3], r[4], r[5]));
    table.put(Helper.DYNPTR_WRITE, r -> write(r[1], r[2], r[3], r[4], r[5]));
    table.put(Helper.DYNPTR_DATA, r -> slice(r[1], r[2], r[3]));
  }

  void set(long dynptr, long data, int size, boolean readOnly) {
    memory.writable(dynptr, SIZE);
    memory.store(dynptr, 8, data);
    memory.store(dynptr + 8, 4, readOnly ? size | READ_ONLY : size);
    memory.store(dynptr + 12, 4, 0);
  }

  void clear(long dynptr) {
    set(dynptr, 0, 0, false);
  }

  /** Address of the first byte, 0 of a null dynptr. */
  long data(long dynptr) {
    long data = memory.load(dynptr, 8);
    return data == 0 ? 0 : data + memory.load(dynptr + 12, 4);
  }

  private int size(long dynptr) {
    return (int) memory.load(dynptr + 8, 4) & MAX_SIZE;
  }

  private boolean isReadOnly(long dynptr) {
    return (memory.load(dynptr + 8, 4) & Arithmetic.zext(READ_ONLY)) != 0;
  }

  private long fromMemory(long data, int size, long flags, long dynptr) {
    clear(dynptr);
    if (Integer.compareUnsigned(size, MAX_SIZE) > 0) {
      return -Errno.E2BIG;
    }
    if (flags != 0) {
      return -Errno.EINVAL;
    }
    set(dynptr, data, size, false);
    return 0;
  }

  private boolean isOutside(long dynptr, long offset, long length) {
    long size = size(dynptr);
    return Long.compareUnsigned(length, size) > 0
        || Long.compareUnsigned(offset, size - length) > 0;
  }

  private long read(long to, long length, long dynptr, long offset, long flags) {
    long data = data(dynptr);
    if (data == 0 || flags != 0) {
      return -Errno.EINVAL;
    }
    return isOutside(dynptr, offset, length) ? -Errno.E2BIG : copy(data + offset, to, (int) length);
  }

  private long write(long dynptr, long offset, long from, long length, long flags) {
    long data = data(dynptr);
    if (data == 0 || flags != 0 || isReadOnly(dynptr)) {
      return -Errno.EINVAL;
    }
    return isOutside(dynptr, offset, length)
        ? -Errno.E2BIG
        : copy(from, data + offset, (int) length);
  }

  private long copy(long from, long to, int length) {
    if (length > 0) {
      Region source = memory.readable(from, length);
      Region target = memory.writable(to, length);
      System.arraycopy(
          source.bytes, Memory.offsetOf(from), target.bytes, Memory.offsetOf(to), length);
    }
    return 0;
  }

  private long slice(long dynptr, long offset, long length) {
    long data = data(dynptr);
    return data == 0 || isReadOnly(dynptr) || isOutside(dynptr, offset, length) ? 0 : data + offset;
  }
}
