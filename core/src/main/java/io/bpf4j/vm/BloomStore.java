package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/**
 * A bloom filter (kernel: Documentation/bpf/map_bloom_filter.rst): what was added is always found;
 * what was not is found seldom. Which of those that were not differs from the kernel, whose hash
 * has a random seed.
 */
final class BloomStore extends MapStore {
  private static final int DEFAULT_HASHES = 5;
  private static final int MIN_BITS = 64;

  /** 16 MiB: a filter for more than this is good for finds more that was not added. */
  private static final int MAX_BITS = 1 << 27;

  private static final int MULTIPLIER = 0x9e3779b9;

  private final int hashes;
  private final int mask;
  private long[] bits;

  BloomStore(MapSpec spec) {
    super(spec);
    int asked = (int) (spec.extra() & 0xf);
    hashes = asked == 0 ? DEFAULT_HASHES : asked;
    // As many bits as leave about half of them zeros in a full filter: entries * hashes / ln 2.
    double wanted = spec.maxEntries() * (double) hashes / Math.log(2);
    int length = MIN_BITS;
    while (length < wanted && length < MAX_BITS) {
      length *= 2;
    }
    mask = length - 1;
  }

  @Override
  int push(byte[] values, int valueOffset, long flags) {
    if (flags != MapFlags.ANY) {
      return -Errno.EINVAL;
    }
    if (bits == null) {
      bits = new long[(mask >>> 6) + 1];
    }
    for (int i = 0; i < hashes; i++) {
      int bit = hash(values, valueOffset, i);
      bits[bit >>> 6] |= 1L << bit;
    }
    return 0;
  }

  @Override
  int peek(byte[] values, int offset) {
    if (bits == null) {
      return -Errno.ENOENT;
    }
    if (bits == null) {
      bits = new long[(mask >>> 6) + 1];
    }
    for (int i = 0; i < hashes; i++) {
      int bit = hash(values, offset, i);
      if ((bits[bit >>> 6] & 1L << bit) == 0) {
        return -Errno.ENOENT;
      }
    }
    return 0;
  }

  private int hash(byte[] bytes, int offset, int seed) {
    int hash = (seed + 1) * MULTIPLIER;
    for (int i = 0; i < spec.valueSize(); i++) {
      hash = Integer.rotateLeft((hash ^ bytes[offset + i]) * MULTIPLIER, 15);
    }
    hash ^= hash >>> 16;
    hash *= 0x85ebca6b;
    return (hash ^ hash >>> 13) & mask;
  }
}
