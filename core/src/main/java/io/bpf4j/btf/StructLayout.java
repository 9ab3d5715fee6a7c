package io.bpf4j.btf;

import java.util.List;

/**
 * How a struct or union lies in memory.
 *
 * @param size in bytes
 * @param alignment in bytes, as C has it on 64-bit machines: the greatest of the fields', 1 where
 *     packed. BTF does not tell of an alignment that an attribute raised
 * @param packed whether C needs {@code __attribute__((packed))} to lay it out so: a field or the
 *     size is not a multiple of the alignment, or a bit field crosses a unit of its type
 * @param fields in order of the type's members
 */
public record StructLayout(int size, int alignment, boolean packed, List<Field> fields) {
  public StructLayout {
    fields = List.copyOf(fields);
  }

  /**
   * A field; the type is that of a member.
   *
   * @param bitOffset from the beginning of the struct
   * @param bits its size: the width of a bit field, else of the whole type
   */
  public record Field(String name, int type, long bitOffset, long bits, boolean bitField) {
    /** The first bit past the field. */
    public long bitEnd() {
      return bitOffset + bits;
    }
  }

  /**
   * The layout of a struct or union.
   *
   * @throws io.bpf4j.MalformedException where the type is neither, holds itself, or has a field
   *     that has no size, goes past its end, or is a bit field of more bits than its type or of a
   *     type that is no integer
   */
  public static StructLayout of(Btf btf, int id) {
    return new Layouts(btf).layout(id);
  }
}
