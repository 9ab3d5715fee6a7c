package io.bpf4j.btf;

import io.bpf4j.btf.BtfType.IntEncoding;
import io.bpf4j.btf.BtfType.Linkage;
import io.bpf4j.btf.BtfType.Member;
import io.bpf4j.btf.BtfType.Param;
import io.bpf4j.btf.BtfType.SectionVar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Builds {@link Btf}. Every method returns a type's id; a type that equals one already there gets
 * that one's id, so that the same calls give the same BTF whatever was asked for twice. Not
 * thread-safe.
 */
public final class BtfBuilder {
  private static final int BYTE_BITS = 8;
  private static final int POINTER_BITS = 64;

  private final List<BtfType> types = new ArrayList<>();
  private final Map<BtfType, Integer> ids = new HashMap<>();
  // What split BTF continues, else null; types holds its types too.
  private final Btf splitFrom;
  private int reserved;

  /** A builder without types. */
  public BtfBuilder() {
    this(Btf.EMPTY, null);
  }

  /** A builder that begins with the types of {@code base}, which keep their ids. */
  public BtfBuilder(Btf base) {
    this(base, null);
  }

  private BtfBuilder(Btf base, Btf splitFrom) {
    this.splitFrom = splitFrom;
    for (BtfType type : base.types()) {
      types.add(type);
      ids.putIfAbsent(type, types.size());
    }
  }

  /**
   * A builder of split BTF, such as a module's over a kernel's: {@code base} itself is not built.
   */
  public static BtfBuilder split(Btf base) {
    return new BtfBuilder(base, base);
  }

  /** The id of a type: of an equal one already there, else of this one, added. */
  public int add(BtfType type) {
    Objects.requireNonNull(type, "type");
    Integer id = ids.get(type);
    if (id != null) {
      return id;
    }
    types.add(type);
    ids.put(type, types.size());
    return types.size();
  }

  /**
   * An id for a type that is given later, by {@link #define}: for types that refer to themselves.
   */
  public int reserve() {
    types.add(null);
    reserved++;
    return types.size();
  }

  /**
   * Gives the type of a reserved id.
   *
   * @throws IllegalStateException where the id is not reserved, or already defined
   */
  public void define(int id, BtfType type) {
    Objects.requireNonNull(type, "type");
    if (id < 1 || id > types.size() || types.get(id - 1) != null) {
      throw new IllegalStateException("type id " + id + " is not reserved");
    }
    types.set(id - 1, type);
    ids.putIfAbsent(type, id);
    reserved--;
  }

  /** Puts another type in the place of one: for sections that get further variables. */
  public void replace(int id, BtfType type) {
    ids.remove(types.set(id - 1, Objects.requireNonNull(type, "type")), id);
    ids.putIfAbsent(type, id);
  }

  /** An integer of {@code size} bytes that fills them. */
  public int integer(String name, int size, IntEncoding encoding) {
    return add(new BtfType.Int(name, size, encoding, 0, size * BYTE_BITS));
  }

  /** {@code unsigned char}, as compilers name it. */
  public int u8() {
    return integer("unsigned char", 1, IntEncoding.UNSIGNED);
  }

  /** {@code unsigned short}. */
  public int u16() {
    return integer("unsigned short", 2, IntEncoding.UNSIGNED);
  }

  /** {@code unsigned int}. */
  public int u32() {
    return integer("unsigned int", 4, IntEncoding.UNSIGNED);
  }

  /** {@code unsigned long long}. */
  public int u64() {
    return integer("unsigned long long", 8, IntEncoding.UNSIGNED);
  }

  /** {@code int}. */
  public int s32() {
    return integer("int", 4, IntEncoding.SIGNED);
  }

  /** {@code long long}. */
  public int s64() {
    return integer("long long", 8, IntEncoding.SIGNED);
  }

  /** A pointer to a type; 0 for {@code void *}. */
  public int pointer(int type) {
    return add(new BtfType.Ptr(type));
  }

  /** An array of {@code length} elements. */
  public int array(int element, int length) {
    int index = integer("__ARRAY_SIZE_TYPE__", 4, IntEncoding.UNSIGNED);
    return add(new BtfType.Array(element, index, length));
  }

  /** A typedef. */
  public int typedef(String name, int type) {
    return add(new BtfType.Typedef(name, type));
  }

  /** {@code const type}. */
  public int constant(int type) {
    return add(new BtfType.Const(type));
  }

  /** A struct of {@code size} bytes; members are in order of offset, in bits. */
  public int struct(String name, int size, List<Member> members) {
    return add(new BtfType.Struct(name, false, size, members));
  }

  /** A function prototype; returns type 0 for void. */
  public int funcProto(int returns, List<Param> params) {
    return add(new BtfType.FuncProto(returns, params));
  }

  /** A function of a prototype. */
  public int func(String name, int proto, Linkage linkage) {
    return add(new BtfType.Func(name, proto, linkage));
  }

  /** A variable. */
  public int var(String name, int type, Linkage linkage) {
    return add(new BtfType.Var(name, type, linkage));
  }

  /** A section of {@code size} bytes that holds variables, in order of offset. */
  public int dataSec(String name, int size, List<SectionVar> vars) {
    return add(new BtfType.DataSec(name, size, vars));
  }

  /**
   * What {@code __uint(attribute, value)} makes of a number in the struct that defines a map: a
   * pointer to an array of so many ints.
   */
  public int uint(int value) {
    return pointer(array(s32(), value));
  }

  /**
   * The anonymous struct that defines a map in section .maps: every member is a pointer, and they
   * follow each other.
   *
   * @param attributes name to type, such as "type" to {@link #uint}, "key" to a pointer to the key
   */
  public int mapDefinition(List<Param> attributes) {
    List<Member> members = new ArrayList<>();
    for (Param attribute : attributes) {
      members.add(new Member(attribute.name(), attribute.type(), members.size() * POINTER_BITS, 0));
    }
    return struct("", members.size() * POINTER_BITS / BYTE_BITS, members);
  }

  /** The type with an id; null where that is reserved and not yet defined. */
  public BtfType type(int id) {
    return types.get(id - 1);
  }

  /**
   * The types so far. The builder may be used further.
   *
   * @throws IllegalStateException where a reserved id is not defined
   */
  public Btf build() {
    if (reserved > 0) {
      throw new IllegalStateException(reserved + " reserved type ids are not defined");
    }
    return splitFrom == null
        ? Btf.of(types)
        : Btf.of(splitFrom, types.subList(splitFrom.count(), types.size()));
  }
}
