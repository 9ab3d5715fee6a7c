package io.bpf4j.loader;

import io.bpf4j.loader.sys.NativeBuffer;
import io.bpf4j.loader.sys.Syscalls;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One thread's memory for system calls: {@code union bpf_attr} and what it points to. Used again
 * for every call, so that a call allocates nothing once the memory has grown to what calls need.
 */
final class CallMemory {
  private static final int ATTR_SIZE = 256;
  private static final int FIRST_BLOCK = 16 << 10;

  /** What is kept between calls; larger blocks go with the call that needed them. */
  private static final int KEPT = 4 << 20;

  /** A piece of memory that the kernel may read and write during one call. */
  record Region(ByteBuffer bytes, int start, int size, long address) {
    /** Its first {@code length} bytes. */
    byte[] read(int length) {
      byte[] out = new byte[length];
      bytes.get(start, out);
      return out;
    }

    int readInt(int offset) {
      return bytes.getInt(start + offset);
    }

    byte readByte(int offset) {
      return bytes.get(start + offset);
    }
  }

  private final Syscalls syscalls;
  private final NativeBuffer attr;
  private final List<NativeBuffer> outgrown = new ArrayList<>();
  private NativeBuffer block;
  private int used;

  CallMemory(Syscalls syscalls) {
    this.syscalls = syscalls;
    this.attr = syscalls.allocate(ATTR_SIZE);
    this.block = syscalls.allocate(FIRST_BLOCK);
  }

  /** Begins a call: what earlier calls were given is gone, and the attribute is all zeros. */
  CallMemory begin() {
    for (int i = 0; i < ATTR_SIZE; i += Long.BYTES) {
      attr.bytes().putLong(i, 0);
    }
    outgrown.clear();
    used = 0;
    if (block.size() > KEPT) {
      block = syscalls.allocate(FIRST_BLOCK);
    }
    return this;
  }

  NativeBuffer attr() {
    return attr;
  }

  CallMemory u32(int offset, int value) {
    attr.bytes().putInt(offset, value);
    return this;
  }

  CallMemory u64(int offset, long value) {
    attr.bytes().putLong(offset, value);
    return this;
  }

  /** Sets bytes of the attribute itself, such as a name. */
  CallMemory bytes(int offset, byte[] value) {
    attr.bytes().put(offset, value);
    return this;
  }

  /** What the kernel left at an offset of the attribute. */
  int u32(int offset) {
    return attr.bytes().getInt(offset);
  }

  /** Copies bytes to where the kernel can read them, and gives their address. */
  long copy(byte[] bytes) {
    Region region = reserve(bytes.length);
    region.bytes().put(region.start(), bytes);
    return region.address();
  }

  /** Memory of a size in bytes; what stands in it is left from earlier calls. */
  Region reserve(int size) {
    int aligned = Math.addExact(size, 7) & ~7;
    if (aligned > block.size() - used) {
      outgrown.add(block);
      block = syscalls.allocate(Math.max(aligned, Math.min(2 * block.size(), KEPT)));
      used = 0;
    }
    Region region = new Region(block.bytes(), used, size, block.address() + used);
    used += aligned;
    return region;
  }
}
