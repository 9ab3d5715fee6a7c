package io.bpf4j.btf;

import io.bpf4j.MalformedException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One pass over the type part of a section that checks every field of every type and notes where
 * each begins, so that nothing can fail when its record is made.
 */
final class TypeCheck {
  private static final int TYPE_BYTES = 12;
  private static final int LINKAGES = BtfType.Linkage.values().length;

  private final byte[] data;
  private final boolean swapped;
  private final int end;
  private final StringTable strings;
  private final int baseTypes;
  private int[] offsets;
  private int count;
  // What long strings may still take: each reference to one costs its length when it is read.
  private long budget;
  // The type being read: where it begins, and the next word to read.
  private int start;
  private int at;
  // The highest id that some type refers to, and which type that was.
  private int highest;
  private int highestAt;

  /** Checks the bytes from {@code at} to {@code end}; ids begin after {@code baseTypes}. */
  TypeCheck(byte[] data, ByteOrder order, int at, int end, StringTable strings, int baseTypes) {
    this.data = data;
    this.swapped = order == ByteOrder.BIG_ENDIAN;
    this.at = at;
    this.end = end;
    this.strings = strings;
    this.baseTypes = baseTypes;
    this.offsets = new int[(end - at) / (2 * TYPE_BYTES) + 1];
    this.budget = (4L << 20) + 8L * strings.end();
  }

  /**
   * The offsets of the types.
   *
   * @throws MalformedException where a field holds what no type can have
   */
  int[] offsets() {
    while (at < end) {
      start = at;
      require(TYPE_BYTES, "a type");
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, count * 2);
      }
      offsets[count++] = start;
      type();
    }
    long types = (long) baseTypes + count;
    if (Integer.compareUnsigned(highest, (int) types) > 0) {
      throw BtfSection.malformed(
          highestAt, "refers to type " + (highest & 0xffffffffL) + " of " + types);
    }
    return Arrays.copyOf(offsets, count);
  }

  private void type() {
    name();
    int info = next();
    int sizeOrType = next();
    int length = info & 0xffff;
    int number = info >>> 24 & 0x1f;
    BtfType.Kind kind = BtfType.Kind.of(number);
    if (kind == null) {
      throw fail("unknown kind " + number);
    }
    switch (kind) {
      case INT -> {
        positive(sizeOrType, "size");
        require(4, "an int");
        int encoding = next() >>> 24 & 0xf;
        if (TypeReader.encoding(encoding) == null) {
          throw fail("unknown int encoding " + encoding);
        }
      }
      case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> refer(sizeOrType);
      case ARRAY -> {
        require(12, "an array");
        refer(next());
        refer(next());
        positive(next(), "array length");
      }
      case STRUCT, UNION -> members(sizeOrType, length, info < 0);
      case ENUM, ENUM64 -> values(sizeOrType, length, kind == BtfType.Kind.ENUM64 ? 12 : 8);
      case FWD -> {
        // Its name is all that it has.
      }
      case FUNC -> {
        refer(sizeOrType);
        linkage(length);
      }
      case FUNC_PROTO -> {
        refer(sizeOrType);
        require(8L * length, length, "parameters");
        for (int i = 0; i < length; i++) {
          name();
          refer(next());
        }
      }
      case VAR -> {
        refer(sizeOrType);
        require(4, "a variable");
        linkage(next());
      }
      case DATASEC -> variables(sizeOrType, length);
      case FLOAT -> positive(sizeOrType, "size");
      case DECL_TAG -> {
        refer(sizeOrType);
        require(4, "a declaration tag");
        at += 4;
      }
    }
  }

  private void members(int size, int length, boolean bitFields) {
    positive(size, "size");
    require(12L * length, length, "members");
    for (int i = 0; i < length; i++) {
      name();
      refer(next());
      int offset = next();
      if (!bitFields) {
        positive(offset, "member offset");
      }
    }
  }

  private void values(int size, int length, int bytes) {
    positive(size, "size");
    require((long) bytes * length, length, "enum values");
    for (int i = 0; i < length; i++) {
      name();
      at += bytes - 4;
    }
  }

  private void variables(int size, int length) {
    positive(size, "size");
    require(12L * length, length, "variables");
    for (int i = 0; i < length; i++) {
      refer(next());
      positive(next(), "variable offset");
      positive(next(), "variable size");
    }
  }

  private int next() {
    int word = EncodedTypes.word(data, at, swapped);
    at += 4;
    return word;
  }

  private void name() {
    int offset = next();
    if (!strings.has(offset)) {
      throw BtfSection.malformed(
          at - 4, "name offset " + (offset & 0xffffffffL) + " is past the string table");
    }
    if (strings.hasLong()) {
      budget -= strings.cost(offset);
      if (budget < 0) {
        throw BtfSection.overlapping();
      }
    }
  }

  private void refer(int id) {
    if (Integer.compareUnsigned(id, highest) > 0) {
      highest = id;
      highestAt = start;
    }
  }

  private void linkage(int number) {
    if (number < 0 || number >= LINKAGES) {
      throw fail("unknown linkage " + number);
    }
  }

  private void positive(int value, String what) {
    if (value < 0) {
      throw fail(what + " " + (value & 0xffffffffL) + " does not fit 31 bits");
    }
  }

  private void require(long bytes, int length, String what) {
    if (end - at < bytes) {
      require(bytes, length + " " + what);
    }
  }

  private void require(long bytes, String what) {
    if (end - at < bytes) {
      // A type's first words may be what is missing: then it is not counted yet.
      int number = baseTypes + count + (at == start ? 1 : 0);
      throw fail(
          "type "
              + number
              + ": "
              + what
              + " need "
              + bytes
              + " bytes, "
              + (end - at)
              + " are left");
    }
  }

  private MalformedException fail(String reason) {
    return BtfSection.malformed(start, reason);
  }
}
