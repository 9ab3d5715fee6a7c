package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/**
 * Internet checksums (RFC 1071): csum_diff of memory; l3_csum_replace and l4_csum_replace, where a
 * checksum in the packet follows a change of what it covers (RFC 1624). Sums are of 16-bit words in
 * the machine's byte order, which ones' complement does not mind.
 */
final class ChecksumHelpers {
  private static final int MAX_OFFSET = 0xffff;

  // Flags (uapi/linux/bpf.h): the field's size in the low four bits.
  private static final long FIELD = 0xf;
  private static final long PSEUDO_HEADER = 0x10;
  private static final long MARK_MANGLED_0 = 0x20;
  private static final long MARK_ENFORCE = 0x40;
  private static final long IPV6 = 0x80;

  /** CSUM_MANGLED_0: zero means that there is no checksum (RFC 768). */
  private static final int MANGLED_ZERO = 0xffff;

  private final Memory memory;
  private final PacketBytes packet;
  private final Contexts contexts;

  ChecksumHelpers(Memory memory, Contexts contexts) {
    this.memory = memory;
    this.packet = contexts.packet();
    this.contexts = contexts;
  }

  void addTo(HelperTable table) {
    table.put(Helper.CSUM_DIFF, r -> difference(r[1], (int) r[2], r[3], (int) r[4], (int) r[5]));
    table.put(Helper.L3_CSUM_REPLACE, r -> replace(r, FIELD));
    table.put(
        Helper.L4_CSUM_REPLACE,
        r -> replace(r, FIELD | PSEUDO_HEADER | MARK_MANGLED_0 | MARK_ENFORCE | IPV6));
  }

  private long difference(long from, int fromSize, long to, int toSize, int seed) {
    int sum = plus(seed, sum(to, toSize));
    if (fromSize != 0) {
      sum = plus(sum, ~sum(from, fromSize));
    }
    // Folded to 16 bits, as every architecture does since Linux 6.13.
    sum = (sum >>> 16) + (sum & 0xffff);
    return (sum >>> 16) + (sum & 0xffff);
  }

  private int sum(long address, int size) {
    if (size == 0) {
      return 0;
    }
    byte[] bytes = memory.readable(address, size).bytes;
    int start = Memory.offsetOf(address);
    int end = start + size;
    int sum = 0;
    int at = start;
    for (; at <= end - 4; at += 4) {
      sum = plus(sum, (int) memory.get(bytes, at, 4));
    }
    for (; at <= end - 2; at += 2) {
      sum = plus(sum, (int) memory.get(bytes, at, 2));
    }
    if (at < end) {
      // An odd byte is the first of two in memory.
      sum = plus(sum, (bytes[at] & 0xff) << (memory.isBigEndian() ? 8 : 0));
    }
    return sum;
  }

  private long replace(long[] r, long allowed) {
    contexts.socketBuffer(r[1]);
    long flags = r[5];
    int offset = (int) r[2];
    if ((flags & ~allowed) != 0) {
      return -Errno.EINVAL;
    }
    if (offset < 0 || offset > MAX_OFFSET || (offset & 1) != 0 || !packet.holds(offset, 2)) {
      return -Errno.EFAULT;
    }
    int sum = packet.get16(offset, memory);
    boolean mark = (flags & MARK_MANGLED_0) != 0;
    if (mark && (flags & MARK_ENFORCE) == 0 && sum == 0) {
      return 0;
    }
    int now;
    switch ((int) (flags & FIELD)) {
      case 0 -> {
        if (r[3] != 0) {
          return -Errno.EINVAL;
        }
        now = add(sum, (int) r[4]);
      }
      case 2 -> now = replaceWord(sum, r, allowed == FIELD);
      case 4 -> now = add(sum, plus(~(int) r[3], (int) r[4]));
      default -> {
        return -Errno.EINVAL;
      }
    }
    packet.put16(offset, mark && now == 0 ? MANGLED_ZERO : now, memory);
    return 0;
  }

  /** A 16-bit field: l3's way counts in 16 bits, l4's in 32. */
  private static int replaceWord(int sum, long[] r, boolean narrow) {
    if (!narrow) {
      return add(sum, plus(~(int) r[3] | 0xffff0000, (int) r[4] & 0xffff));
    }
    int without = plus16(~sum & 0xffff, ~(int) r[3] & 0xffff);
    return ~plus16(without, (int) r[4] & 0xffff) & 0xffff;
  }

  private static int plus16(int left, int right) {
    int sum = left + right;
    return (sum & 0xffff) + (sum >>> 16);
  }

  /** Ones' complement, 32 bits. */
  private static int plus(int left, int right) {
    int sum = left + right;
    return Integer.compareUnsigned(sum, right) < 0 ? sum + 1 : sum;
  }

  /** The checksum after a difference was added to what it covers. */
  private static int add(int checksum, int difference) {
    int sum = plus(difference, ~checksum);
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return ~sum & 0xffff;
  }
}
