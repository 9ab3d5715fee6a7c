package io.bpf4j.vm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Keys of one size, each in a place: chains by hash, all in flat arrays that grow with what is
 * used. Places are handed out in order and reused last-freed first, so that the same operations
 * give the same places.
 */
final class HashKeys {
  static final int NONE = -1;

  /** A place that holds no key has this instead of its successor in a chain. */
  private static final int FREE = -2;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MULTIPLIER = 0x9e3779b9;

  private final int keySize;
  private final int most;
  private byte[] keys = new byte[0];
  private int[] next = new int[0];
  private int[] freed = new int[0];
  private int[] heads = {NONE};
  private int used;
  private int freeCount;

  HashKeys(int keySize, int most) {
    this.keySize = keySize;
    this.most = most;
  }

  /** How many keys there are. */
  int size() {
    return used - freeCount;
  }

  boolean isFull() {
    return size() == most;
  }

  /** The place of a key, or {@link #NONE}. */
  int find(byte[] bytes, int offset) {
    int place = heads[bucket(bytes, offset)];
    while (place != NONE && !sameKey(place, bytes, offset)) {
      place = next[place];
    }
    return place;
  }

  private boolean sameKey(int place, byte[] bytes, int offset) {
    int start = place * keySize;
    if (keySize == 4) {
      return (int) INT.get(keys, start) == (int) INT.get(bytes, offset);
    }
    return Arrays.equals(keys, start, start + keySize, bytes, offset, offset + keySize);
  }

  private int bucket(byte[] bytes, int offset) {
    int hash = keySize;
    int at = offset;
    int end = offset + keySize;
    for (; at <= end - 4; at += 4) {
      hash = Integer.rotateLeft(hash * MULTIPLIER, 13) ^ (int) INT.get(bytes, at);
    }
    for (; at < end; at++) {
      hash = Integer.rotateLeft(hash * MULTIPLIER, 13) ^ bytes[at];
    }
    hash *= MULTIPLIER;
    return (hash ^ hash >>> 16) & heads.length - 1;
  }

  /** Puts in a key that is not there; only where the keys are not {@link #isFull}. */
  int insert(byte[] bytes, int offset) {
    int place;
    if (freeCount > 0) {
      place = freed[--freeCount];
    } else {
      if (used == next.length) {
        grow();
      }
      place = used++;
    }
    System.arraycopy(bytes, offset, keys, place * keySize, keySize);
    link(place);
    return place;
  }

  private void link(int place) {
    int bucket = bucket(keys, place * keySize);
    next[place] = heads[bucket];
    heads[bucket] = place;
  }

  /** Takes the key of a place out. */
  void remove(int place) {
    int bucket = bucket(keys, place * keySize);
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
    freed[freeCount++] = place;
  }

  private void grow() {
    int places = Elements.grownLength(used + 1, used, most);
    keys = Arrays.copyOf(keys, places * keySize);
    next = Arrays.copyOf(next, places);
    freed = Arrays.copyOf(freed, places);
    heads = new int[Integer.highestOneBit(places) * 2];
    Arrays.fill(heads, NONE);
    // Growing happens only where no place is free, so every place is linked again.
    for (int place = 0; place < used; place++) {
      link(place);
    }
  }

  /** How many places were ever handed out: all others are before this. */
  int places() {
    return used;
  }

  /** The place after {@code place} (-1 to begin) that holds a key, or {@link #NONE}. */
  int following(int place) {
    int at = place + 1;
    while (at < used && next[at] == FREE) {
      at++;
    }
    return at < used ? at : NONE;
  }

  void copyKey(int place, byte[] to, int offset) {
    System.arraycopy(keys, place * keySize, to, offset, keySize);
  }
}
