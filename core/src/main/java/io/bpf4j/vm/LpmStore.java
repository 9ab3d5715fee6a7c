package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.Arrays;

/**
 * A longest-prefix-match trie (kernel: Documentation/bpf/map_lpm_trie.rst). A key is a prefix
 * length in bits and the bytes that it counts from. Prefixes are kept by hash, and a lookup tries
 * the lengths that the map has, the longest first.
 */
final class LpmStore extends ValueStore {
  private static final int LENGTH_SIZE = 4;

  private final Memory memory;
  private final HashKeys keys;
  private final int bits;

  /** How many prefixes there are of each length. */
  private final int[] counts;

  /** A key with nothing behind its prefix. */
  private final byte[] prefix;

  /** Keys as they were given, by place: what is behind the prefix counts for reading only. */
  private byte[] given = new byte[0];

  LpmStore(MapSpec spec, Memory memory, Elements elements) {
    super(spec, elements);
    this.memory = memory;
    keys = new HashKeys(spec.keySize(), spec.maxEntries());
    bits = (spec.keySize() - LENGTH_SIZE) * 8;
    counts = new int[bits + 1];
    prefix = new byte[spec.keySize()];
  }

  /** The prefix length of a key, or more than there are bits. */
  private int length(byte[] bytes, int keyOffset) {
    long length = memory.get(bytes, keyOffset, LENGTH_SIZE);
    return (int) Math.min(length, bits + 1L);
  }

  private void makePrefix(byte[] bytes, int keyOffset, int length) {
    memory.put(prefix, 0, LENGTH_SIZE, length);
    int whole = length >> 3;
    System.arraycopy(bytes, keyOffset + LENGTH_SIZE, prefix, LENGTH_SIZE, whole);
    Arrays.fill(prefix, LENGTH_SIZE + whole, prefix.length, (byte) 0);
    if ((length & 7) != 0) {
      int at = LENGTH_SIZE + whole;
      prefix[at] = (byte) (bytes[keyOffset + at] & 0xff00 >> (length & 7));
    }
  }

  @Override
  int place(byte[] bytes, int keyOffset, boolean use) {
    int length = length(bytes, keyOffset);
    if (length > bits) {
      return -1;
    }
    for (; length >= 0; length--) {
      if (counts[length] > 0) {
        makePrefix(bytes, keyOffset, length);
        int place = keys.find(prefix, 0);
        if (place != HashKeys.NONE) {
          return place;
        }
      }
    }
    return -1;
  }

  @Override
  int placeToUpdate(byte[] keyBytes, int keyOffset, long flags) {
    int length = length(keyBytes, keyOffset);
    if (Long.compareUnsigned(flags, MapFlags.EXIST) > 0 || length > bits) {
      return -Errno.EINVAL;
    }
    makePrefix(keyBytes, keyOffset, length);
    int place = keys.find(prefix, 0);
    if (place != HashKeys.NONE && flags == MapFlags.NOEXIST) {
      return -Errno.EEXIST;
    }
    if (place == HashKeys.NONE) {
      if (flags == MapFlags.EXIST) {
        return -Errno.ENOENT;
      }
      if (keys.isFull()) {
        return -Errno.ENOSPC;
      }
      place = insert(length);
    }
    System.arraycopy(keyBytes, keyOffset, given, place * prefix.length, prefix.length);
    return place;
  }

  private int insert(int length) {
    int place = keys.insert(prefix, 0);
    counts[length]++;
    elements.reserve(place + 1);
    int wanted = (place + 1) * prefix.length;
    if (wanted > given.length) {
      int most = spec.maxEntries() * prefix.length;
      given = Arrays.copyOf(given, Elements.grownLength(wanted, given.length, most));
    }
    return place;
  }

  @Override
  int delete(byte[] bytes, int keyOffset) {
    int length = length(bytes, keyOffset);
    if (length > bits) {
      return -Errno.EINVAL;
    }
    makePrefix(bytes, keyOffset, length);
    int place = keys.find(prefix, 0);
    if (place == HashKeys.NONE) {
      return -Errno.ENOENT;
    }
    keys.remove(place);
    counts[length]--;
    return 0;
  }

  @Override
  int nextPlace(int place) {
    return keys.following(place);
  }

  @Override
  void copyKey(int place, byte[] to, int offset) {
    System.arraycopy(given, place * prefix.length, to, offset, prefix.length);
  }
}
