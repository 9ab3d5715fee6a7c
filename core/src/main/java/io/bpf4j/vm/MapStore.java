package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/** A map as the VM's programs see it. Errors are the kernel's negated numbers (errno-base.h). */
abstract class MapStore {
  static final int ENOENT = 2;
  static final int E2BIG = 7;
  static final int EEXIST = 17;
  static final int EINVAL = 22;

  /** BPF_NOEXIST and BPF_EXIST of uapi/linux/bpf.h; 0 is BPF_ANY. */
  static final long NOEXIST = 1;

  static final long EXIST = 2;

  final MapSpec spec;

  /** Address of the first element. */
  long elementsAddress;

  MapStore(MapSpec spec) {
    this.spec = spec;
  }

  /** The elements, for the address space. */
  abstract Region elements();

  /** Offset of the value of a key within {@link #elements()}, or -1 where there is none. */
  abstract int lookup(byte[] bytes, int keyOffset);

  /** Sets a value; 0 or a negated error number. */
  abstract int update(byte[] keys, int keyOffset, byte[] values, int valueOffset, long flags);

  /** Removes a key; 0 or a negated error number. */
  abstract int delete(byte[] bytes, int keyOffset);

  /** The key in the place after {@code place} (-1 to begin), or -1 where there is none. */
  abstract int nextPlace(int place);

  /** Copies the key in a place. */
  abstract byte[] keyAt(int place);

  /** How the distance of elements comes from their size: kernel maps round up to 8. */
  static int strideOf(int valueSize) {
    return Math.max(8, (valueSize + 7) & ~7);
  }

  /** The length of an array for {@code wanted} more elements: at least doubled, within limits. */
  static int grownLength(int wanted, int current, int most) {
    return Math.min(most, Math.max(Math.max(wanted, 8), current * 2));
  }
}
