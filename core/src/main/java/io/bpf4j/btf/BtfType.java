package io.bpf4j.btf;

import java.util.List;
import java.util.Objects;

/**
 * A type of the BPF Type Format: one record a kind (kernel: Documentation/bpf/btf.rst). Other types
 * are referred to by their id in the same {@link Btf}; id 0 is void. Names are "" where anonymous,
 * never null.
 */
public sealed interface BtfType {
  /** BTF_KIND_*, numbered as in uapi/linux/btf.h. */
  enum Kind {
    INT(Int.class),
    PTR(Ptr.class),
    ARRAY(Array.class),
    STRUCT(Struct.class),
    UNION(Struct.class),
    ENUM(Enum.class),
    FWD(Fwd.class),
    TYPEDEF(Typedef.class),
    VOLATILE(Volatile.class),
    CONST(Const.class),
    RESTRICT(Restrict.class),
    FUNC(Func.class),
    FUNC_PROTO(FuncProto.class),
    VAR(Var.class),
    DATASEC(DataSec.class),
    FLOAT(Float.class),
    DECL_TAG(DeclTag.class),
    TYPE_TAG(TypeTag.class),
    ENUM64(Enum64.class);

    private static final Kind[] VALUES = values();

    private final Class<? extends BtfType> record;

    Kind(Class<? extends BtfType> record) {
      this.record = record;
    }

    /** The record of such types; structs and unions have the same. */
    public Class<? extends BtfType> record() {
      return record;
    }

    /** The kernel's number: 1 to 19. */
    public int number() {
      return ordinal() + 1;
    }

    /** The kind with a number, or null where this version of bpf4j knows none. */
    public static Kind of(int number) {
      return number >= 1 && number <= VALUES.length ? VALUES[number - 1] : null;
    }
  }

  /** Which record this is, for exhaustive switch expressions; never null. */
  Kind kind();

  /** The name, "" where the type has none; never null. */
  default String name() {
    return "";
  }

  private static void checkName(String name) {
    if (Objects.requireNonNull(name, "name").indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a name cannot hold a NUL");
    }
  }

  /** The kernel's vlen has 16 bits (btf.rst, "struct btf_type"). */
  private static <T> List<T> checkLength(List<T> parts) {
    if (parts.size() > 0xffff) {
      throw new IllegalArgumentException(parts.size() + " parts are more than 65535");
    }
    return List.copyOf(parts);
  }

  private static List<EnumValue> checkValues(boolean signed, List<EnumValue> values) {
    for (EnumValue value : values) {
      if (value.value() != (signed ? (int) value.value() : value.value() & 0xffffffffL)) {
        throw new IllegalArgumentException(value + " does not fit 32 bits");
      }
    }
    return checkLength(values);
  }

  /** Integer encoding flags of {@link Int}. */
  enum IntEncoding {
    UNSIGNED,
    SIGNED,
    CHAR,
    BOOL
  }

  /** Linkage of {@link Func} and {@link Var}. */
  enum Linkage {
    STATIC,
    GLOBAL,
    EXTERN
  }

  /**
   * BTF_KIND_INT; {@code bitOffset} and {@code bits} differ from 0 and 8 * size only in old BTF.
   */
  record Int(String name, int size, IntEncoding encoding, int bitOffset, int bits)
      implements BtfType {
    public Int {
      checkName(name);
      Objects.requireNonNull(encoding, "encoding");
      if ((bitOffset & ~0xff) != 0 || (bits & ~0xff) != 0) {
        throw new IllegalArgumentException(bits + " bits at bit " + bitOffset);
      }
    }

    @Override
    public Kind kind() {
      return Kind.INT;
    }
  }

  /** BTF_KIND_PTR. */
  record Ptr(int type) implements BtfType {
    @Override
    public Kind kind() {
      return Kind.PTR;
    }
  }

  /** BTF_KIND_ARRAY. */
  record Array(int element, int index, int length) implements BtfType {
    @Override
    public Kind kind() {
      return Kind.ARRAY;
    }
  }

  /**
   * A member of a struct or union.
   *
   * @param bitOffset offset from the start of the struct, in bits
   * @param bitFieldSize width of a bit field in bits, 0 where the member is none
   */
  record Member(String name, int type, int bitOffset, int bitFieldSize) {
    public Member {
      checkName(name);
      // A bit field packs both into one word: size << 24 | offset (btf.rst, BTF_KIND_STRUCT).
      boolean packed = bitFieldSize == 0 || bitFieldSize > 0 && bitFieldSize < 256;
      if (bitOffset < 0 || !packed || bitFieldSize > 0 && bitOffset >= 1 << 24) {
        throw new IllegalArgumentException(
            "member " + name + ": bit offset " + bitOffset + ", bit field size " + bitFieldSize);
      }
    }
  }

  /** BTF_KIND_STRUCT, or BTF_KIND_UNION where {@code union}; {@code size} in bytes. */
  record Struct(String name, boolean union, int size, List<Member> members) implements BtfType {
    public Struct {
      checkName(name);
      members = checkLength(members);
    }

    @Override
    public Kind kind() {
      return union ? Kind.UNION : Kind.STRUCT;
    }
  }

  /** A named value of an enum. */
  record EnumValue(String name, long value) {
    public EnumValue {
      checkName(name);
    }
  }

  /** BTF_KIND_ENUM; {@code size} in bytes. */
  record Enum(String name, int size, boolean signed, List<EnumValue> values) implements BtfType {
    public Enum {
      checkName(name);
      values = checkValues(signed, values);
    }

    @Override
    public Kind kind() {
      return Kind.ENUM;
    }
  }

  /** BTF_KIND_ENUM64; {@code size} in bytes. */
  record Enum64(String name, int size, boolean signed, List<EnumValue> values) implements BtfType {
    public Enum64 {
      checkName(name);
      values = checkLength(values);
    }

    @Override
    public Kind kind() {
      return Kind.ENUM64;
    }
  }

  /** BTF_KIND_FWD: a struct or union that is only declared. */
  record Fwd(String name, boolean union) implements BtfType {
    public Fwd {
      checkName(name);
    }

    @Override
    public Kind kind() {
      return Kind.FWD;
    }
  }

  /** BTF_KIND_TYPEDEF. */
  record Typedef(String name, int type) implements BtfType {
    public Typedef {
      checkName(name);
    }

    @Override
    public Kind kind() {
      return Kind.TYPEDEF;
    }
  }

  /** BTF_KIND_VOLATILE. */
  record Volatile(int type) implements BtfType {
    @Override
    public Kind kind() {
      return Kind.VOLATILE;
    }
  }

  /** BTF_KIND_CONST. */
  record Const(int type) implements BtfType {
    @Override
    public Kind kind() {
      return Kind.CONST;
    }
  }

  /** BTF_KIND_RESTRICT. */
  record Restrict(int type) implements BtfType {
    @Override
    public Kind kind() {
      return Kind.RESTRICT;
    }
  }

  /** BTF_KIND_FUNC; {@code type} is a {@link FuncProto}. */
  record Func(String name, int type, Linkage linkage) implements BtfType {
    public Func {
      checkName(name);
      Objects.requireNonNull(linkage, "linkage");
    }

    @Override
    public Kind kind() {
      return Kind.FUNC;
    }
  }

  /** A parameter; type 0 with no name, in last place, is the ellipsis. */
  record Param(String name, int type) {
    public Param {
      checkName(name);
    }
  }

  /** BTF_KIND_FUNC_PROTO. */
  record FuncProto(int returns, List<Param> params) implements BtfType {
    public FuncProto {
      params = checkLength(params);
    }

    @Override
    public Kind kind() {
      return Kind.FUNC_PROTO;
    }
  }

  /** BTF_KIND_VAR. */
  record Var(String name, int type, Linkage linkage) implements BtfType {
    public Var {
      checkName(name);
      Objects.requireNonNull(linkage, "linkage");
    }

    @Override
    public Kind kind() {
      return Kind.VAR;
    }
  }

  /** A variable's place in its section, in bytes. */
  record SectionVar(int type, int offset, int size) {}

  /** BTF_KIND_DATASEC; {@code size} in bytes, 0 where compilers left it to the loader. */
  record DataSec(String name, int size, List<SectionVar> vars) implements BtfType {
    public DataSec {
      checkName(name);
      vars = checkLength(vars);
    }

    @Override
    public Kind kind() {
      return Kind.DATASEC;
    }
  }

  /** BTF_KIND_FLOAT; {@code size} in bytes. */
  record Float(String name, int size) implements BtfType {
    public Float {
      checkName(name);
    }

    @Override
    public Kind kind() {
      return Kind.FLOAT;
    }
  }

  /**
   * BTF_KIND_DECL_TAG.
   *
   * @param component index of the member or parameter that is tagged, -1 for the type itself
   * @param attribute whether kind_flag is set: a whole attribute, not only a btf_decl_tag
   */
  record DeclTag(String name, int type, int component, boolean attribute) implements BtfType {
    public DeclTag {
      checkName(name);
    }

    @Override
    public Kind kind() {
      return Kind.DECL_TAG;
    }
  }

  /** BTF_KIND_TYPE_TAG; {@code attribute} as for {@link DeclTag}. */
  record TypeTag(String name, int type, boolean attribute) implements BtfType {
    public TypeTag {
      checkName(name);
    }

    @Override
    public Kind kind() {
      return Kind.TYPE_TAG;
    }
  }
}
