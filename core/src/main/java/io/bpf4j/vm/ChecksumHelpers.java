package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** csum_diff: Internet checksums (RFC 1071) without a packet. */
final class ChecksumHelpers {
  private final Memory memory;

  ChecksumHelpers(Memory memory) {
    this.memory = memory;
  }

  void addTo(HelperTable table) {
    table.put(Helper.CSUM_DIFF, r -> difference(r[1], (int) r[2], r[3], (int) r[4], (int) r[5]));
  }

  private long difference(long from, int fromSize, long to, int toSize, int seed) {
    long sum = Arithmetic.zext(seed);
    sum = add(sum, sum(to, toSize));
    if (fromSize != 0) {
      sum = add(sum, ~sum(from, fromSize) & 0xffffffffL);
    }
    // Folded to 16 bits, as every architecture does since Linux 6.13.
    sum = (sum >>> 16) + (sum & 0xffff);
    return (sum >>> 16) + (sum & 0xffff);
  }

  private long sum(long address, int size) {
    if (size == 0) {
      return 0;
    }
    byte[] bytes = memory.readable(address, size).bytes;
    int start = Memory.offsetOf(address);
    int end = start + size;
    long sum = 0;
    int at = start;
    for (; at <= end - 4; at += 4) {
      sum = add(sum, memory.get(bytes, at, 4));
    }
    for (; at <= end - 2; at += 2) {
      sum = add(sum, memory.get(bytes, at, 2));
    }
    if (at < end) {
      // An odd byte is the first of two in memory.
      sum = add(sum, (bytes[at] & 0xffL) << (memory.isBigEndian() ? 8 : 0));
    }
    return sum;
  }

  /** One's complement addition of 32 bits. */
  private static long add(long a, long b) {
    long sum = a + b;
    return (sum & 0xffffffffL) + (sum >>> 32);
  }
}
