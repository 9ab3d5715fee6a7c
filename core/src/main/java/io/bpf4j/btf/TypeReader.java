package io.bpf4j.btf;

import io.bpf4j.btf.BtfType.IntEncoding;
import io.bpf4j.btf.BtfType.Linkage;
import java.util.ArrayList;
import java.util.List;

/** Makes the record of one type in a section that is known to be well-formed. */
final class TypeReader {
  private static final IntEncoding[] ENCODINGS = IntEncoding.values();
  private static final Linkage[] LINKAGES = Linkage.values();

  private final EncodedTypes types;
  // Common fields of every type; then the next word to read.
  private final String name;
  private final int length;
  private final boolean flag;
  private final BtfType.Kind kind;
  private final int sizeOrType;
  private int at;

  /** Reads the type that begins at an offset. */
  TypeReader(EncodedTypes types, int at) {
    this.types = types;
    this.at = at;
    int nameOffset = next();
    int info = next();
    this.length = info & 0xffff;
    this.flag = info < 0;
    this.kind = BtfType.Kind.of(info >>> 24 & 0x1f);
    this.sizeOrType = next();
    this.name = types.strings().get(nameOffset);
  }

  BtfType read() {
    return switch (kind) {
      case INT -> integer();
      case PTR -> new BtfType.Ptr(sizeOrType);
      case ARRAY -> new BtfType.Array(next(), next(), next());
      case STRUCT, UNION ->
          new BtfType.Struct(name, kind == BtfType.Kind.UNION, sizeOrType, members());
      case ENUM -> new BtfType.Enum(name, sizeOrType, flag, values(false));
      case ENUM64 -> new BtfType.Enum64(name, sizeOrType, flag, values(true));
      case FWD -> new BtfType.Fwd(name, flag);
      case TYPEDEF -> new BtfType.Typedef(name, sizeOrType);
      case VOLATILE -> new BtfType.Volatile(sizeOrType);
      case CONST -> new BtfType.Const(sizeOrType);
      case RESTRICT -> new BtfType.Restrict(sizeOrType);
      case FUNC -> new BtfType.Func(name, sizeOrType, LINKAGES[length]);
      case FUNC_PROTO -> new BtfType.FuncProto(sizeOrType, params());
      case VAR -> new BtfType.Var(name, sizeOrType, LINKAGES[next()]);
      case DATASEC -> new BtfType.DataSec(name, sizeOrType, sectionVars());
      case FLOAT -> new BtfType.Float(name, sizeOrType);
      case DECL_TAG -> new BtfType.DeclTag(name, sizeOrType, next(), flag);
      case TYPE_TAG -> new BtfType.TypeTag(name, sizeOrType, flag);
    };
  }

  /** The encoding that a number of BTF_INT_ENCODING stands for, or null. */
  static IntEncoding encoding(int number) {
    return switch (number) {
      case 0, 1, 2 -> ENCODINGS[number];
      case 4 -> IntEncoding.BOOL;
      default -> null;
    };
  }

  private BtfType integer() {
    int word = next();
    IntEncoding encoding = encoding(word >>> 24 & 0xf);
    return new BtfType.Int(name, sizeOrType, encoding, word >>> 16 & 0xff, word & 0xff);
  }

  private List<BtfType.Member> members() {
    List<BtfType.Member> members = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      String member = string();
      int type = next();
      int offset = next();
      members.add(
          flag
              ? new BtfType.Member(member, type, offset & 0xffffff, offset >>> 24)
              : new BtfType.Member(member, type, offset, 0));
    }
    return members;
  }

  private List<BtfType.EnumValue> values(boolean wide) {
    List<BtfType.EnumValue> values = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      String value = string();
      int low = next();
      long unsigned = low & 0xffffffffL;
      long narrow = flag ? low : unsigned;
      values.add(new BtfType.EnumValue(value, wide ? (long) next() << 32 | unsigned : narrow));
    }
    return values;
  }

  private List<BtfType.Param> params() {
    List<BtfType.Param> params = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      params.add(new BtfType.Param(string(), next()));
    }
    return params;
  }

  private List<BtfType.SectionVar> sectionVars() {
    List<BtfType.SectionVar> vars = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      vars.add(new BtfType.SectionVar(next(), next(), next()));
    }
    return vars;
  }

  private int next() {
    int word = types.word(at);
    at += 4;
    return word;
  }

  private String string() {
    return types.strings().get(next());
  }
}
