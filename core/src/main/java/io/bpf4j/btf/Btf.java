package io.bpf4j.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * An immutable set of types, numbered from 1; equal where all types are equal. What was decoded
 * stays in its bytes: a type's record is made when it is asked for, so that a kernel's BTF opens
 * fast and takes little more memory than its file.
 *
 * <p>Split BTF, such as a kernel module's, continues a {@link #base}: its ids follow those of the
 * base, whose types are its types too.
 */
public final class Btf {
  /** No types at all. */
  public static final Btf EMPTY = new Btf(null, new TypeTable.Listed(List.of()));

  private final Btf base;
  private final int baseCount;
  private final TypeTable own;
  // Built on first use: most objects are never searched by name. A race builds it twice, harmless.
  private volatile NameIndex names;

  Btf(Btf base, TypeTable own) {
    this.base = base;
    this.baseCount = base == null ? 0 : base.count();
    this.own = own;
  }

  /** BTF of given types; the first has id 1. */
  public static Btf of(List<BtfType> types) {
    return types.isEmpty() ? EMPTY : new Btf(null, new TypeTable.Listed(List.copyOf(types)));
  }

  /** Split BTF of a base and of types of its own, whose ids follow those of the base. */
  public static Btf of(Btf base, List<BtfType> own) {
    return new Btf(Objects.requireNonNull(base, "base"), new TypeTable.Listed(List.copyOf(own)));
  }

  /**
   * Decodes a .BTF section; the byte order is told by its magic number.
   *
   * @throws io.bpf4j.MalformedException where the bytes are no well-formed BTF
   */
  public static Btf decode(byte[] bytes) {
    return decode(ByteBuffer.wrap(bytes));
  }

  /**
   * Decodes what remains of a buffer, whose own byte order and position are neither used nor
   * changed.
   *
   * @throws io.bpf4j.MalformedException where the bytes are no well-formed BTF
   */
  public static Btf decode(ByteBuffer bytes) {
    return BtfSection.decode(bytes).btf();
  }

  /**
   * Decodes a .BTF section that is split from a base.
   *
   * @param base the BTF that this one continues, never null
   * @throws io.bpf4j.MalformedException where the bytes are no well-formed BTF over this base
   */
  public static Btf decode(byte[] bytes, Btf base) {
    return BtfSection.decode(ByteBuffer.wrap(bytes), Objects.requireNonNull(base, "base")).btf();
  }

  /**
   * Encodes a .BTF section: header, types in order of id, strings in order of first use. Of split
   * BTF, only what it has itself.
   */
  public byte[] encode(ByteOrder order) {
    return new BtfEncoder(this).encode(order);
  }

  /** The BTF that this one continues; empty where it is not split. */
  public Optional<Btf> base() {
    return Optional.ofNullable(base);
  }

  /** The id of the first type that is not the base's: 1 where there is no base. */
  public int firstOwnId() {
    return baseCount + 1;
  }

  /** How many types there are, those of the base included: also the highest id. */
  public int count() {
    return baseCount + own.count();
  }

  /** The types in order of id, those of the base first; index 0 has id 1. An immutable view. */
  public List<BtfType> types() {
    return new Types();
  }

  private final class Types extends AbstractList<BtfType> implements RandomAccess {
    @Override
    public BtfType get(int index) {
      return type(Objects.checkIndex(index, size()) + 1);
    }

    @Override
    public int size() {
      return count();
    }
  }

  /**
   * The type with an id.
   *
   * @throws IndexOutOfBoundsException where {@code id} is 0 (void) or past the last
   */
  public BtfType type(int id) {
    return isBase(id) ? base.type(id) : own.type(ownIndex(id));
  }

  /**
   * The kind of {@link #type}, without making its record.
   *
   * @throws IndexOutOfBoundsException where {@code id} is 0 (void) or past the last
   */
  public BtfType.Kind kind(int id) {
    return isBase(id) ? base.kind(id) : own.kind(ownIndex(id));
  }

  /**
   * The name of {@link #type}, without making its record; "" where it has none.
   *
   * @throws IndexOutOfBoundsException where {@code id} is 0 (void) or past the last
   */
  public String name(int id) {
    return isBase(id) ? base.name(id) : own.name(ownIndex(id));
  }

  private boolean isBase(int id) {
    return id > 0 && id <= baseCount;
  }

  private int ownIndex(int id) {
    return Objects.checkIndex(id > 0 ? id - baseCount - 1 : -1, own.count());
  }

  /** Whether there is a type with this id, void not counted. */
  public boolean has(int id) {
    return id > 0 && id <= count();
  }

  /** The first type of a kind with a name that is not "", in order of id. */
  public <T extends BtfType> Optional<T> find(Class<T> kind, String name) {
    int id = findId(kind, name);
    return id == 0 ? Optional.empty() : Optional.of(kind.cast(type(id)));
  }

  /** The id of what {@link #find} returns, or 0 where there is none. */
  public int findId(Class<? extends BtfType> kind, String name) {
    return findId(name, found -> kind.isAssignableFrom(found.record()));
  }

  /** The id of the first type of a kind with a name that is not "", or 0 where there is none. */
  public int findId(BtfType.Kind kind, String name) {
    return findId(name, found -> found == kind);
  }

  private int findId(String name, Predicate<BtfType.Kind> wanted) {
    int id = base == null ? 0 : base.findId(name, wanted);
    if (id != 0 || name.isEmpty()) {
      return id;
    }
    NameIndex.Cursor found = names().named(name);
    for (int index = found.next(); index >= 0; index = found.next()) {
      if (wanted.test(own.kind(index))) {
        return baseCount + 1 + index;
      }
    }
    return 0;
  }

  /** The ids of all types with a name that is not "", in ascending order. */
  public int[] ids(String name) {
    IntStream.Builder ids = IntStream.builder();
    if (!name.isEmpty()) {
      addIds(name, ids);
    }
    return ids.build().toArray();
  }

  private void addIds(String name, IntStream.Builder ids) {
    if (base != null) {
      base.addIds(name, ids);
    }
    NameIndex.Cursor found = names().named(name);
    for (int index = found.next(); index >= 0; index = found.next()) {
      ids.add(baseCount + 1 + index);
    }
  }

  /**
   * The id of what remains when typedefs, const, volatile, restrict and type tags are taken off; 0
   * for void.
   *
   * @throws io.bpf4j.MalformedException where an id does not exist, or the chain is longer than the
   *     kernel allows: a cycle
   */
  public int resolve(int id) {
    return Sizes.resolve(this, id);
  }

  /**
   * The size in bytes of a value of a type; pointers have 8.
   *
   * @throws io.bpf4j.MalformedException where the type has no size (void, function, declaration
   *     only), does not exist, or contains itself
   */
  public long sizeOf(int id) {
    return Sizes.sizeOf(this, id);
  }

  private NameIndex names() {
    NameIndex built = names;
    if (built == null) {
      built = new NameIndex(own);
      names = built;
    }
    return built;
  }

  /**
   * The strings that split BTF continues: those of its bytes, else those that encoding gives it.
   */
  StringTable strings() {
    if (own instanceof EncodedTypes encoded) {
      return encoded.strings();
    }
    return new BtfEncoder(this).table();
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Btf btf && types().equals(btf.types());
  }

  @Override
  public int hashCode() {
    return types().hashCode();
  }

  @Override
  public String toString() {
    return "Btf[" + count() + " types]";
  }
}
