package io.bpf4j.btf;

import io.bpf4j.btf.BtfType.IntEncoding;
import io.bpf4j.btf.BtfType.Linkage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The type part of a .BTF section to records; checks every field before it uses it. */
final class BtfDecoder {
  private static final IntEncoding[] ENCODINGS = IntEncoding.values();
  private static final Linkage[] LINKAGES = Linkage.values();
  private static final int TYPE_BYTES = 12;

  private final ByteBuffer in;
  private final int sectionOffset;
  private final BtfSection section;
  private final List<BtfType> types = new ArrayList<>();
  private final References references = new References();
  // The type being read: where it begins in the section, and its common fields.
  private int start;
  private int nameOffset;
  private int length;
  private boolean flag;
  private int sizeOrType;

  BtfDecoder(ByteBuffer in, int sectionOffset, BtfSection section) {
    this.in = in;
    this.sectionOffset = sectionOffset;
    this.section = section;
  }

  Btf decode() {
    while (in.hasRemaining()) {
      start = sectionOffset + in.position();
      require(TYPE_BYTES, "a type");
      nameOffset = in.getInt();
      int info = in.getInt();
      sizeOrType = in.getInt();
      length = info & 0xffff;
      flag = info < 0;
      int number = info >>> 24 & 0x1f;
      BtfType.Kind kind = BtfType.Kind.of(number);
      if (kind == null) {
        throw fail("unknown kind " + number);
      }
      types.add(checked(() -> read(kind)));
    }
    references.check(types.size());
    return Btf.of(types);
  }

  private BtfType read(BtfType.Kind kind) {
    return switch (kind) {
      case INT -> integer();
      case PTR -> new BtfType.Ptr(target());
      case ARRAY -> array();
      case STRUCT, UNION -> struct(kind == BtfType.Kind.UNION);
      case ENUM -> new BtfType.Enum(name(), size(), flag, values(false));
      case ENUM64 -> new BtfType.Enum64(name(), size(), flag, values(true));
      case FWD -> new BtfType.Fwd(name(), flag);
      case TYPEDEF -> new BtfType.Typedef(name(), target());
      case VOLATILE -> new BtfType.Volatile(target());
      case CONST -> new BtfType.Const(target());
      case RESTRICT -> new BtfType.Restrict(target());
      case FUNC -> new BtfType.Func(name(), target(), linkage(length));
      case FUNC_PROTO -> new BtfType.FuncProto(target(), params());
      case VAR -> var();
      case DATASEC -> new BtfType.DataSec(name(), size(), sectionVars());
      case FLOAT -> new BtfType.Float(name(), size());
      case DECL_TAG -> declTag();
      case TYPE_TAG -> new BtfType.TypeTag(name(), target(), flag);
    };
  }

  private BtfType integer() {
    require(4, "an int");
    int word = in.getInt();
    int encoding = word >>> 24 & 0xf;
    IntEncoding known =
        switch (encoding) {
          case 0, 1, 2 -> ENCODINGS[encoding];
          case 4 -> IntEncoding.BOOL;
          default -> throw fail("unknown int encoding " + encoding);
        };
    return new BtfType.Int(name(), size(), known, word >>> 16 & 0xff, word & 0xff);
  }

  private BtfType array() {
    require(12, "an array");
    int element = target(in.getInt());
    int index = target(in.getInt());
    return new BtfType.Array(element, index, positive(in.getInt(), "array length"));
  }

  private BtfType struct(boolean union) {
    require(12L * length, length + " members");
    List<BtfType.Member> members = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      String name = name(in.getInt());
      int type = target(in.getInt());
      int offset = in.getInt();
      members.add(
          flag
              ? new BtfType.Member(name, type, offset & 0xffffff, offset >>> 24)
              : new BtfType.Member(name, type, positive(offset, "member offset"), 0));
    }
    return new BtfType.Struct(name(), union, size(), members);
  }

  private List<BtfType.EnumValue> values(boolean wide) {
    require((wide ? 12L : 8L) * length, length + " enum values");
    List<BtfType.EnumValue> values = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      String name = name(in.getInt());
      int low = in.getInt();
      long unsigned = low & 0xffffffffL;
      long narrow = flag ? low : unsigned;
      values.add(new BtfType.EnumValue(name, wide ? (long) in.getInt() << 32 | unsigned : narrow));
    }
    return values;
  }

  private List<BtfType.Param> params() {
    require(8L * length, length + " parameters");
    List<BtfType.Param> params = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      params.add(new BtfType.Param(name(in.getInt()), target(in.getInt())));
    }
    return params;
  }

  private BtfType var() {
    require(4, "a variable");
    return new BtfType.Var(name(), target(), linkage(in.getInt()));
  }

  private List<BtfType.SectionVar> sectionVars() {
    require(12L * length, length + " variables");
    List<BtfType.SectionVar> vars = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      int type = target(in.getInt());
      int offset = positive(in.getInt(), "variable offset");
      vars.add(new BtfType.SectionVar(type, offset, positive(in.getInt(), "variable size")));
    }
    return vars;
  }

  private BtfType declTag() {
    require(4, "a declaration tag");
    return new BtfType.DeclTag(name(), target(), in.getInt(), flag);
  }

  private Linkage linkage(int number) {
    if (number < 0 || number >= LINKAGES.length) {
      throw fail("unknown linkage " + number);
    }
    return LINKAGES[number];
  }

  private String name() {
    return section.name(nameOffset, start);
  }

  private String name(int offset) {
    return section.name(offset, sectionOffset + in.position() - 4);
  }

  private int size() {
    return positive(sizeOrType, "size");
  }

  private int target() {
    return target(sizeOrType);
  }

  private int target(int id) {
    references.add(id, start);
    return id;
  }

  private int positive(int value, String what) {
    if (value < 0) {
      throw fail(what + " " + (value & 0xffffffffL) + " does not fit 31 bits");
    }
    return value;
  }

  private void require(long bytes, String what) {
    if (in.remaining() < bytes) {
      throw fail(
          "type "
              + (types.size() + 1)
              + ": "
              + what
              + " need "
              + bytes
              + " bytes, "
              + in.remaining()
              + " are left");
    }
  }

  /** What a record cannot hold is malformed: the records say why. */
  private BtfType checked(Supplier<BtfType> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw fail("type " + (types.size() + 1) + ": " + e.getMessage());
    }
  }

  private io.bpf4j.MalformedException fail(String reason) {
    return BtfSection.malformed(start, reason);
  }

  /** The highest id that some type refers to, and which type that was. */
  private static final class References {
    private int highest;
    private int at;

    void add(int id, int from) {
      if (Integer.compareUnsigned(id, highest) > 0) {
        highest = id;
        at = from;
      }
    }

    void check(int count) {
      if (Integer.compareUnsigned(highest, count) > 0) {
        throw BtfSection.malformed(
            at, "refers to type " + (highest & 0xffffffffL) + " of " + count);
      }
    }
  }
}
