package io.bpf4j.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Types to the bytes of a .BTF section. The strings of the types come first, in order of first use;
 * {@link #string} adds those that .BTF.ext refers to. Not thread-safe.
 */
public final class BtfEncoder {
  private static final int TYPE_BYTES = 12;

  private final List<BtfType> types;
  // Split BTF: its strings go on where those of the base end.
  private final StringTable baseStrings;
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
  private final Map<String, Integer> offsets = new HashMap<>();
  private ByteBuffer out;

  /** An encoder of given types; of split BTF, of those that are not the base's. */
  public BtfEncoder(Btf btf) {
    this.types = btf.types().subList(btf.firstOwnId() - 1, btf.count());
    this.baseStrings = btf.base().map(Btf::strings).orElse(null);
    if (baseStrings == null) {
      string("");
    } else {
      offsets.put("", 0);
    }
    for (BtfType type : types) {
      addNames(type);
    }
  }

  /**
   * The offset of a string in the string table; added where it is new.
   *
   * @throws IllegalArgumentException where the string holds a NUL
   */
  public int string(String text) {
    return offsets.computeIfAbsent(text, this::append);
  }

  private int append(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a BTF string cannot hold a NUL");
    }
    int offset = (baseStrings == null ? 0 : baseStrings.end()) + strings.size();
    strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    strings.write(0);
    return offset;
  }

  private void addNames(BtfType type) {
    string(type.name());
    switch (type.kind()) {
      case STRUCT, UNION -> ((BtfType.Struct) type).members().forEach(m -> string(m.name()));
      case ENUM -> ((BtfType.Enum) type).values().forEach(v -> string(v.name()));
      case ENUM64 -> ((BtfType.Enum64) type).values().forEach(v -> string(v.name()));
      case FUNC_PROTO -> ((BtfType.FuncProto) type).params().forEach(p -> string(p.name()));
      case INT,
          PTR,
          ARRAY,
          FWD,
          TYPEDEF,
          VOLATILE,
          CONST,
          RESTRICT,
          FUNC,
          VAR,
          DATASEC,
          FLOAT,
          DECL_TAG,
          TYPE_TAG -> {
        // The type's own name is the only one.
      }
    }
  }

  /** The strings added so far, as a section that was decoded has them. */
  StringTable table() {
    return new StringTable(baseStrings, strings.toByteArray(), 0, strings.size());
  }

  /** The section: header, types, and the strings added so far. */
  public byte[] encode(ByteOrder order) {
    int typeBytes = types.stream().mapToInt(BtfEncoder::bytes).sum();
    out = ByteBuffer.allocate(BtfSection.HEADER_BYTES + typeBytes + strings.size()).order(order);
    out.putShort((short) BtfSection.MAGIC).put((byte) 1).put((byte) 0);
    out.putInt(BtfSection.HEADER_BYTES);
    out.putInt(0).putInt(typeBytes).putInt(typeBytes).putInt(strings.size());
    for (BtfType type : types) {
      write(type);
    }
    out.put(strings.toByteArray());
    return out.array();
  }

  private static int bytes(BtfType type) {
    return TYPE_BYTES
        + switch (type.kind()) {
          case INT, VAR, DECL_TAG -> 4;
          case ARRAY -> 12;
          case STRUCT, UNION -> 12 * ((BtfType.Struct) type).members().size();
          case ENUM -> 8 * ((BtfType.Enum) type).values().size();
          case ENUM64 -> 12 * ((BtfType.Enum64) type).values().size();
          case FUNC_PROTO -> 8 * ((BtfType.FuncProto) type).params().size();
          case DATASEC -> 12 * ((BtfType.DataSec) type).vars().size();
          case PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
        };
  }

  private void write(BtfType type) {
    switch (type.kind()) {
      case INT -> integer((BtfType.Int) type);
      case PTR -> head(type, 0, false, ((BtfType.Ptr) type).type());
      case ARRAY -> {
        BtfType.Array array = (BtfType.Array) type;
        head(type, 0, false, 0);
        out.putInt(array.element()).putInt(array.index()).putInt(array.length());
      }
      case STRUCT, UNION -> struct((BtfType.Struct) type);
      case ENUM -> {
        BtfType.Enum e = (BtfType.Enum) type;
        head(type, e.values().size(), e.signed(), e.size());
        e.values().forEach(v -> out.putInt(string(v.name())).putInt((int) v.value()));
      }
      case ENUM64 -> enum64((BtfType.Enum64) type);
      case FWD -> head(type, 0, ((BtfType.Fwd) type).union(), 0);
      case TYPEDEF -> head(type, 0, false, ((BtfType.Typedef) type).type());
      case VOLATILE -> head(type, 0, false, ((BtfType.Volatile) type).type());
      case CONST -> head(type, 0, false, ((BtfType.Const) type).type());
      case RESTRICT -> head(type, 0, false, ((BtfType.Restrict) type).type());
      case FUNC -> {
        BtfType.Func func = (BtfType.Func) type;
        head(type, func.linkage().ordinal(), false, func.type());
      }
      case FUNC_PROTO -> {
        BtfType.FuncProto proto = (BtfType.FuncProto) type;
        head(type, proto.params().size(), false, proto.returns());
        proto.params().forEach(p -> out.putInt(string(p.name())).putInt(p.type()));
      }
      case VAR -> {
        BtfType.Var var = (BtfType.Var) type;
        head(type, 0, false, var.type());
        out.putInt(var.linkage().ordinal());
      }
      case DATASEC -> {
        BtfType.DataSec section = (BtfType.DataSec) type;
        head(type, section.vars().size(), false, section.size());
        section.vars().forEach(v -> out.putInt(v.type()).putInt(v.offset()).putInt(v.size()));
      }
      case FLOAT -> head(type, 0, false, ((BtfType.Float) type).size());
      case DECL_TAG -> {
        BtfType.DeclTag tag = (BtfType.DeclTag) type;
        head(type, 0, tag.attribute(), tag.type());
        out.putInt(tag.component());
      }
      case TYPE_TAG -> {
        BtfType.TypeTag tag = (BtfType.TypeTag) type;
        head(type, 0, tag.attribute(), tag.type());
      }
    }
  }

  private void integer(BtfType.Int type) {
    int encoding =
        switch (type.encoding()) {
          case UNSIGNED -> 0;
          case SIGNED -> 1;
          case CHAR -> 2;
          case BOOL -> 4;
        };
    head(type, 0, false, type.size());
    out.putInt(encoding << 24 | type.bitOffset() << 16 | type.bits());
  }

  private void struct(BtfType.Struct type) {
    List<BtfType.Member> members = type.members();
    boolean bitFields = members.stream().anyMatch(m -> m.bitFieldSize() > 0);
    head(type, members.size(), bitFields, type.size());
    for (BtfType.Member member : members) {
      out.putInt(string(member.name())).putInt(member.type());
      out.putInt(member.bitFieldSize() << 24 | member.bitOffset());
    }
  }

  private void enum64(BtfType.Enum64 type) {
    head(type, type.values().size(), type.signed(), type.size());
    for (BtfType.EnumValue value : type.values()) {
      out.putInt(string(value.name()));
      out.putInt((int) value.value()).putInt((int) (value.value() >>> 32));
    }
  }

  private void head(BtfType type, int length, boolean flag, int sizeOrType) {
    int info = (flag ? 1 << 31 : 0) | type.kind().number() << 24 | length;
    out.putInt(string(type.name())).putInt(info).putInt(sizeOrType);
  }
}
