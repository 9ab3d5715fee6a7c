package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.util.Arrays;

/**
 * A hash map: keys and values in slabs by place, places in chains by hash. Places are handed out in
 * order and reused last-freed first, so that the same operations give the same order. A full LRU
 * map gives up the element that was not looked up or updated for longest; the kernel's choice is
 * only near to that.
 */
final class HashStore extends MapStore {
  private static final int NONE = -1;

  /** A place whose key is not in the map has this instead of its successor in a chain. */
  private static final int FREE = -2;

  private final Region elements;
  private final int stride;
  private final int keySize;
  private final boolean evicts;
  private byte[] keys = new byte[0];
  private int[] next = new int[0];
  private int[] freed = new int[0];
  private int[] heads = new int[0];
  private long[] touched = new long[0];
  private int used;
  private int freeCount;
  private long moment;

  HashStore(MapSpec spec) {
    super(spec);
    stride = strideOf(spec.valueSize());
    keySize = spec.keySize();
    evicts = spec.type() == MapType.LRU_HASH || spec.type() == MapType.LRU_PERCPU_HASH;
    boolean writable = (spec.flags() & MapSpec.FLAG_READ_ONLY_PROGRAM) == 0;
    elements = Region.elements("map " + spec.name(), stride, spec.valueSize(), writable);
  }

  @Override
  Region elements() {
    return elements;
  }

  @Override
  int lookup(byte[] bytes, int keyOffset) {
    int place = find(bytes, keyOffset);
    if (place == NONE) {
      return -1;
    }
    touched[place] = ++moment;
    return place * stride;
  }

  @Override
  int update(byte[] keyBytes, int keyOffset, byte[] values, int valueOffset, long flags) {
    if (flags < 0 || flags > EXIST) {
      return -EINVAL;
    }
    int place = find(keyBytes, keyOffset);
    if (place != NONE && flags == NOEXIST) {
      return -EEXIST;
    }
    if (place == NONE && flags == EXIST) {
      return -ENOENT;
    }
    if (place == NONE) {
      if (used - freeCount == spec.maxEntries()) {
        if (!evicts) {
          return -E2BIG;
        }
        evict();
      }
      place = insert(keyBytes, keyOffset);
    }
    touched[place] = ++moment;
    System.arraycopy(values, valueOffset, elements.bytes, place * stride, spec.valueSize());
    return 0;
  }

  @Override
  int delete(byte[] bytes, int keyOffset) {
    int place = find(bytes, keyOffset);
    if (place == NONE) {
      return -ENOENT;
    }
    unlink(place, bucket(bytes, keyOffset));
    freed[freeCount++] = place;
    return 0;
  }

  private void evict() {
    int oldest = NONE;
    for (int place = 0; place < used; place++) {
      if (next[place] != FREE && (oldest == NONE || touched[place] < touched[oldest])) {
        oldest = place;
      }
    }
    unlink(oldest, bucket(keys, oldest * keySize));
    freed[freeCount++] = oldest;
  }

  private int find(byte[] bytes, int keyOffset) {
    if (heads.length == 0) {
      return NONE;
    }
    int place = heads[bucket(bytes, keyOffset)];
    while (place != NONE && !sameKey(place, bytes, keyOffset)) {
      place = next[place];
    }
    return place;
  }

  private boolean sameKey(int place, byte[] bytes, int keyOffset) {
    int start = place * keySize;
    return Arrays.equals(keys, start, start + keySize, bytes, keyOffset, keyOffset + keySize);
  }

  private int bucket(byte[] bytes, int keyOffset) {
    int hash = 1;
    for (int i = 0; i < keySize; i++) {
      hash = 31 * hash + bytes[keyOffset + i];
    }
    // The low bits of such a hash repeat for keys that differ in a high byte only: spread it.
    hash *= 0x9e3779b9;
    return (hash ^ hash >>> 16) & heads.length - 1;
  }

  private int insert(byte[] bytes, int keyOffset) {
    int place;
    if (freeCount > 0) {
      place = freed[--freeCount];
    } else {
      if (used == next.length) {
        grow();
      }
      place = used++;
    }
    System.arraycopy(bytes, keyOffset, keys, place * keySize, keySize);
    int bucket = bucket(bytes, keyOffset);
    next[place] = heads[bucket];
    heads[bucket] = place;
    return place;
  }

  private void unlink(int place, int bucket) {
    if (heads[bucket] == place) {
      heads[bucket] = next[place];
    } else {
      int before = heads[bucket];
      while (next[before] != place) {
        before = next[before];
      }
      next[before] = next[place];
    }
    next[place] = FREE;
  }

  private void grow() {
    int places = grownLength(used + 1, used, spec.maxEntries());
    keys = Arrays.copyOf(keys, places * keySize);
    next = Arrays.copyOf(next, places);
    freed = Arrays.copyOf(freed, places);
    touched = Arrays.copyOf(touched, places);
    elements.grow(Arrays.copyOf(elements.bytes, places * stride));
    heads = new int[Integer.highestOneBit(places) * 2];
    Arrays.fill(heads, NONE);
    // Growing happens only where no place is free, so every place is relinked.
    for (int place = 0; place < used; place++) {
      int bucket = bucket(keys, place * keySize);
      next[place] = heads[bucket];
      heads[bucket] = place;
    }
  }

  @Override
  int nextPlace(int place) {
    int following = place + 1;
    while (following < used && next[following] == FREE) {
      following++;
    }
    return following < used ? following : -1;
  }

  @Override
  byte[] keyAt(int place) {
    return Arrays.copyOfRange(keys, place * keySize, (place + 1) * keySize);
  }
}
