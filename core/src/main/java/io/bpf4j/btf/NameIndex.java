package io.bpf4j.btf;

import java.nio.charset.StandardCharsets;

/**
 * Finds types by name: a hash table of ints over the bytes of the names, chained in ascending order
 * of id, so that no string and no node is made for a type.
 */
final class NameIndex {
  private final TypeTable types;
  // Index of the first type of a bucket, and of the next after a type; one more than it, 0 for
  // none.
  private final int[] heads;
  private final int[] next;

  NameIndex(TypeTable types) {
    this.types = types;
    int count = types.count();
    heads = new int[Integer.highestOneBit(Math.max(1, count)) << 1];
    next = new int[count];
    for (int i = count - 1; i >= 0; i--) {
      if (!types.anonymous(i)) {
        int bucket = bucket(types.nameHash(i));
        next[i] = heads[bucket];
        heads[bucket] = i + 1;
      }
    }
  }

  static int hash(byte[] utf8) {
    int hash = 0;
    for (byte b : utf8) {
      hash = 31 * hash + b;
    }
    return hash;
  }

  private int bucket(int hash) {
    // Fibonacci hashing: the low bits of the sum above mostly tell the last letters.
    return hash * 0x9e3779b9 >>> 1 + Integer.numberOfLeadingZeros(heads.length) & heads.length - 1;
  }

  /** Walks the types with one name, which is not "". */
  Cursor named(String name) {
    return new Cursor(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Ascending indices of the types with one name. */
  final class Cursor {
    private final byte[] utf8;
    private int at;

    private Cursor(byte[] utf8) {
      this.utf8 = utf8;
      this.at = heads[bucket(hash(utf8))];
    }

    /** The next index, or -1 where there is no more. */
    int next() {
      while (at != 0) {
        int index = at - 1;
        at = next[index];
        if (types.named(index, utf8)) {
          return index;
        }
      }
      return -1;
    }
  }
}
