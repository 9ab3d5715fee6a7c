package io.bpf4j.dsl;

/**
 * A member of a struct that is an array of scalars.
 *
 * @param <L> the layout that has it
 * @param <T> the class of its elements
 */
public final class ArrayField<L, T extends Scalar<T>> {
  private final String struct;
  private final String name;
  private final Type<T> type;
  private final int offset;
  private final int length;

  ArrayField(String struct, String name, Type<T> type, int offset, int length) {
    this.struct = struct;
    this.name = name;
    this.type = type;
    this.offset = offset;
    this.length = length;
  }

  /** How many elements it has. */
  public int length() {
    return length;
  }

  /**
   * One element.
   *
   * @throws io.bpf4j.AssemblyException where the index is out of bounds
   */
  public Field<L, T> at(int index) {
    if (index < 0 || index >= length) {
      throw Source.error(this + " has elements 0.." + (length - 1) + ", not " + index);
    }
    int elementOffset = offset + index * type.bytes();
    return new Field<>(struct, name + "[" + index + "]", type, elementOffset, 0, type.bits());
  }

  @Override
  public String toString() {
    return struct + "." + name;
  }
}
