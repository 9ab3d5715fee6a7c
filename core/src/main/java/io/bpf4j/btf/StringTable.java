package io.bpf4j.btf;

import java.nio.charset.StandardCharsets;

/**
 * The strings of a section, decoded when asked for. Where the section is split, the offsets of its
 * own strings follow those of the base.
 */
final class StringTable {
  /**
   * Shorter strings need no bound: whoever refers to one often has spent bytes on each reference.
   */
  private static final int LONG = 128;

  private final StringTable base;
  private final int ownStart;
  private final byte[] data;
  private final int at;
  private final int end;
  private final boolean hasLong;

  /** The bytes of {@code data} from {@code at}, the last of which is NUL; {@code base} or null. */
  StringTable(StringTable base, byte[] data, int at, int length) {
    this.base = base;
    this.ownStart = base == null ? 0 : base.end();
    this.data = data;
    this.at = at;
    this.end = Math.addExact(ownStart, length);
    this.hasLong = base != null && base.hasLong || ownLong();
  }

  /** The first offset past the last string. */
  int end() {
    return end;
  }

  boolean has(int offset) {
    return offset >= 0 && offset < end;
  }

  /** Whether some string is so long that references to it must be counted. */
  boolean hasLong() {
    return hasLong;
  }

  // Looks for a NUL backwards from the farthest place where it may be: reads few of the bytes.
  private boolean ownLong() {
    int stop = at + end - ownStart;
    int nul = at - 1;
    while (stop - nul > LONG) {
      int next = nul + LONG;
      while (next > nul && data[next] != 0) {
        next--;
      }
      if (next == nul) {
        return true;
      }
      nul = next;
    }
    return false;
  }

  /** What a reference to the string costs: its length where it is long, else nothing. */
  int cost(int offset) {
    int length = length(offset);
    return length > LONG ? length : 0;
  }

  int length(int offset) {
    if (offset < ownStart) {
      return base.length(offset);
    }
    int begin = at + offset - ownStart;
    int nul = begin;
    while (data[nul] != 0) {
      nul++;
    }
    return nul - begin;
  }

  String get(int offset) {
    if (offset < ownStart) {
      return base.get(offset);
    }
    int length = length(offset);
    return length == 0
        ? ""
        : new String(data, at + offset - ownStart, length, StandardCharsets.UTF_8);
  }

  boolean isEmpty(int offset) {
    return offset < ownStart ? base.isEmpty(offset) : data[at + offset - ownStart] == 0;
  }

  /** {@link NameIndex#hash} of the string's bytes. */
  int hash(int offset) {
    if (offset < ownStart) {
      return base.hash(offset);
    }
    int hash = 0;
    for (int i = at + offset - ownStart; data[i] != 0; i++) {
      hash = 31 * hash + data[i];
    }
    return hash;
  }

  /** Whether the string's bytes are these, which hold no NUL. */
  boolean equals(int offset, byte[] utf8) {
    if (offset < ownStart) {
      return base.equals(offset, utf8);
    }
    int begin = at + offset - ownStart;
    for (int i = 0; i < utf8.length; i++) {
      // A shorter string ends this at its NUL, before the end of the data.
      if (data[begin + i] != utf8[i]) {
        return false;
      }
    }
    return data[begin + utf8.length] == 0;
  }
}
