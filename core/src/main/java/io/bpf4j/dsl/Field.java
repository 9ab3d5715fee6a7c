package io.bpf4j.dsl;

import java.util.Objects;

/**
 * A member of a struct: where it is and of what type.
 *
 * @param <L> the layout that has it
 * @param <T> the class of its values
 */
public final class Field<L, T extends Scalar<T>> {
  private final String struct;
  private final String name;
  private final Type<T> type;
  private final int offset;
  private final int firstBit;
  private final int bits;

  Field(String struct, String name, Type<T> type, int offset, int firstBit, int bits) {
    this.struct = struct;
    this.name = Objects.requireNonNull(name, "name");
    this.type = type;
    this.offset = offset;
    this.firstBit = firstBit;
    this.bits = bits;
  }

  /** Its name; never null. */
  public String name() {
    return name;
  }

  /** Its type. */
  public Type<T> type() {
    return type;
  }

  /** Bytes from the start of the struct to the type's first byte. */
  public int offset() {
    return offset;
  }

  /** Whether it is some bits of its type only. */
  public boolean isBitField() {
    return bits < type.bits();
  }

  /** The least significant bit of a bit field, 0 for other fields. */
  public int firstBit() {
    return firstBit;
  }

  /** How many bits it has. */
  public int bits() {
    return bits;
  }

  @Override
  public String toString() {
    return struct + "." + name;
  }
}
