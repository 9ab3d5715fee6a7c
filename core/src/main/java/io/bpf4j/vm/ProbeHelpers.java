package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;
import java.util.Arrays;

/**
 * Reads of memory that may not be there: probe_read, copy_from_user and their like. To programs the
 * VM's own memory is the kernel's; all else is read in the address spaces that the builder set.
 */
final class ProbeHelpers {
  /** Of x86-64 with four levels of page tables. */
  private static final long FIRST_KERNEL_ADDRESS = 0xffff800000000000L;

  private final Memory memory;
  private final Environment environment;

  ProbeHelpers(Memory memory, Environment environment) {
    this.memory = memory;
    this.environment = environment;
  }

  void addTo(HelperTable table) {
    table.put(Helper.PROBE_READ, r -> read(isReadAsUser(memory, r[3]), r[1], (int) r[2], r[3]));
    table.put(Helper.PROBE_READ_KERNEL, r -> read(false, r[1], (int) r[2], r[3]));
    table.put(Helper.PROBE_READ_USER, r -> read(true, r[1], (int) r[2], r[3]));
    table.put(Helper.COPY_FROM_USER, r -> read(true, r[1], (int) r[2], r[3]));
    table.put(Helper.COPY_FROM_USER_TASK, this::readOfTask);
    table.put(
        Helper.PROBE_READ_STR, r -> string(isReadAsUser(memory, r[3]), r[1], (int) r[2], r[3]));
    table.put(Helper.PROBE_READ_KERNEL_STR, r -> string(false, r[1], (int) r[2], r[3]));
    table.put(Helper.PROBE_READ_USER_STR, r -> string(true, r[1], (int) r[2], r[3]));
    table.refuse(Helper.PROBE_WRITE_USER, "address spaces outside of it are read only");
  }

  /** Whether the helpers for either kind of memory take an address for user space's. */
  static boolean isReadAsUser(Memory memory, long address) {
    return isOfUser(address) && memory.readableOrNull(address, 0) == null;
  }

  /** Whether an address is in the half of them that user space has. */
  private static boolean isOfUser(long address) {
    return Long.compareUnsigned(address, FIRST_KERNEL_ADDRESS) < 0;
  }

  private long readOfTask(long[] r) {
    return r[5] != 0 ? -Errno.EINVAL : read(true, r[1], (int) r[2], r[3]);
  }

  private long read(boolean user, long to, int size, long from) {
    if (size == 0) {
      boolean refused = !user && isReadAsUser(memory, from);
      return refused ? -Errno.ERANGE : 0;
    }
    Region target = memory.writable(to, sized(size));
    int at = Memory.offsetOf(to);
    if (copied(user, from, target.bytes, at, size)) {
      return 0;
    }
    Arrays.fill(target.bytes, at, at + size, (byte) 0);
    return unreadable(user, from);
  }

  private boolean copied(boolean user, long from, byte[] to, int at, int size) {
    Region source = user ? null : memory.readableOrNull(from, size);
    if (source == null) {
      AddressSpace space = user ? environment.user : environment.kernel;
      return space.read(from, to, at, size);
    }
    System.arraycopy(source.bytes, Memory.offsetOf(from), to, at, size);
    return true;
  }

  /** Copies up to a zero, which is always written; returns the length with it. */
  private long string(boolean user, long to, int size, long from) {
    if (size == 0) {
      return 0;
    }
    Region target = memory.writable(to, sized(size));
    int at = Memory.offsetOf(to);
    for (int i = 0; i < size; i++) {
      if (!copied(user, from + i, target.bytes, at + i, 1)) {
        Arrays.fill(target.bytes, at, at + size, (byte) 0);
        return unreadable(user, from);
      }
      if (target.bytes[at + i] == 0) {
        return i + 1;
      }
    }
    target.bytes[at + size - 1] = 0;
    return size;
  }

  /** The kernel does not try to read addresses that cannot be its own. */
  private static long unreadable(boolean user, long address) {
    return user || !isOfUser(address) ? -Errno.EFAULT : -Errno.ERANGE;
  }

  private static int sized(int size) {
    if (size < 0) {
      throw FaultSignal.of(Fault.Kind.BAD_ARGUMENT, "a size of " + size + " bytes");
    }
    return size;
  }
}
