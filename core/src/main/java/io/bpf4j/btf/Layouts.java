package io.bpf4j.btf;

import io.bpf4j.MalformedException;
import java.util.ArrayList;
import java.util.List;

/** Layouts of the structs of one {@link Btf}; remembers alignments. Not thread-safe. */
public final class Layouts {
  private static final int BYTE_BITS = 8;
  private static final int POINTER_BYTES = 8;
  private static final int MAX_NATURAL = 16;

  private final Btf btf;
  // By id; 0 where not known yet.
  private final byte[] alignments;
  private int depth;

  /** Layouts of the structs of {@code btf}. */
  public Layouts(Btf btf) {
    this.btf = btf;
    this.alignments = new byte[btf.count() + 1];
  }

  /** As {@link StructLayout#of}. */
  public StructLayout layout(int id) {
    if (!btf.has(id) || !(btf.type(id) instanceof BtfType.Struct struct)) {
      throw Sizes.malformed(id, "is no struct");
    }
    if (depth == Sizes.MAX_DEPTH) {
      throw Sizes.malformed(id, "structs are nested deeper than " + Sizes.MAX_DEPTH);
    }
    depth++;
    try {
      StructLayout layout = layout(id, struct);
      alignments[id] = (byte) layout.alignment();
      return layout;
    } finally {
      depth--;
    }
  }

  private StructLayout layout(int id, BtfType.Struct struct) {
    List<StructLayout.Field> fields = new ArrayList<>(struct.members().size());
    int alignment = 1;
    boolean packed = false;
    for (BtfType.Member member : struct.members()) {
      StructLayout.Field field = field(id, struct, member);
      fields.add(field);
      int its = alignment(field.type());
      alignment = Math.max(alignment, its);
      long unit = (long) BYTE_BITS * (field.bitField() ? btf.sizeOf(field.type()) : its);
      packed |=
          field.bitField()
              ? field.bitOffset() % unit + field.bits() > unit
              : field.bitOffset() % unit != 0;
    }
    packed |= struct.size() % alignment != 0;
    return new StructLayout(struct.size(), packed ? 1 : alignment, packed, fields);
  }

  private StructLayout.Field field(int id, BtfType.Struct struct, BtfType.Member member) {
    int type = member.type();
    long size = BYTE_BITS * btf.sizeOf(type);
    long offset = member.bitOffset();
    long bits = member.bitFieldSize();
    int resolved = btf.resolve(type);
    if (bits == 0 && btf.type(resolved) instanceof BtfType.Int old && old.bits() != size) {
      // Before kind_flag, the type of a bit field told its place (btf.rst, "BTF_KIND_INT").
      offset += old.bitOffset();
      bits = old.bits();
    }
    boolean bitField = bits != 0;
    if (bitField && (bits > size || !isInteger(resolved))) {
      throw malformed(id, member, "is no bit field that C could have");
    }
    StructLayout.Field field =
        new StructLayout.Field(member.name(), type, offset, bitField ? bits : size, bitField);
    if (field.bitEnd() > (long) BYTE_BITS * struct.size()) {
      throw malformed(id, member, "goes past the end");
    }
    if (!bitField && offset % BYTE_BITS != 0) {
      throw malformed(id, member, "does not begin at a byte");
    }
    return field;
  }

  private static MalformedException malformed(int id, BtfType.Member member, String reason) {
    return Sizes.malformed(id, "member \"" + member.name() + "\" " + reason);
  }

  private boolean isInteger(int resolved) {
    return switch (btf.kind(resolved)) {
      case INT, ENUM, ENUM64 -> true;
      default -> false;
    };
  }

  /**
   * The alignment of a type in bytes, as {@link StructLayout#alignment}.
   *
   * @throws MalformedException where the type has no size, or contains itself
   */
  public int alignment(int id) {
    int at = element(id);
    if (at == 0) {
      throw Sizes.malformed(0, "void has no alignment");
    }
    if (alignments[at] == 0) {
      alignments[at] =
          switch (btf.kind(at)) {
            case PTR -> POINTER_BYTES;
            case STRUCT, UNION -> (byte) layout(at).alignment();
            case INT, ENUM, ENUM64, FLOAT -> natural(btf.sizeOf(at));
            default -> throw Sizes.malformed(at, "has no alignment");
          };
    }
    return alignments[at];
  }

  private static byte natural(long size) {
    return size > MAX_NATURAL || Long.bitCount(size) != 1 ? 1 : (byte) size;
  }

  /** What an array of arrays is made of; what any other type resolves to. */
  private int element(int id) {
    int at = btf.resolve(id);
    for (int level = 0; level <= Sizes.MAX_DEPTH; level++) {
      if (at == 0 || !(btf.type(at) instanceof BtfType.Array array)) {
        return at;
      }
      at = btf.resolve(array.element());
    }
    throw Sizes.malformed(id, "arrays are nested deeper than " + Sizes.MAX_DEPTH);
  }
}
