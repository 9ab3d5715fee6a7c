package io.bpf4j.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An immutable set of types, numbered from 1; equal where all types are equal. */
public final class Btf {
  /** No types at all. */
  public static final Btf EMPTY = new Btf(List.of());

  private final List<BtfType> types;
  // Built on first use: most objects are never searched by name. A race builds it twice, harmless.
  private volatile Map<String, int[]> idsByName;

  private Btf(List<BtfType> types) {
    this.types = types;
  }

  /** BTF of given types; the first has id 1. */
  public static Btf of(List<BtfType> types) {
    return types.isEmpty() ? EMPTY : new Btf(List.copyOf(types));
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

  /** Encodes a .BTF section: header, types in order of id, strings in order of first use. */
  public byte[] encode(ByteOrder order) {
    return new BtfEncoder(this).encode(order);
  }

  /** The types in order of id; index 0 has id 1. Immutable. */
  public List<BtfType> types() {
    return types;
  }

  /**
   * The type with an id.
   *
   * @throws IndexOutOfBoundsException where {@code id} is 0 (void) or past the last
   */
  public BtfType type(int id) {
    return types.get(id - 1);
  }

  /** Whether there is a type with this id, void not counted. */
  public boolean has(int id) {
    return id > 0 && id <= types.size();
  }

  /** The first type of a kind with a name that is not "", in order of id. */
  public <T extends BtfType> Optional<T> find(Class<T> kind, String name) {
    int id = findId(kind, name);
    return id == 0 ? Optional.empty() : Optional.of(kind.cast(type(id)));
  }

  /** The id of what {@link #find} returns, or 0 where there is none. */
  public int findId(Class<? extends BtfType> kind, String name) {
    for (int id : index().getOrDefault(name, new int[0])) {
      if (kind.isInstance(type(id))) {
        return id;
      }
    }
    return 0;
  }

  /** The ids of all types with a name that is not "", in ascending order. */
  public int[] ids(String name) {
    return index().getOrDefault(name, new int[0]).clone();
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

  private Map<String, int[]> index() {
    Map<String, int[]> built = idsByName;
    if (built == null) {
      built = new HashMap<>();
      for (int id = 1; id <= types.size(); id++) {
        String name = type(id).name();
        if (!name.isEmpty()) {
          built.merge(name, new int[] {id}, Btf::concat);
        }
      }
      idsByName = built;
    }
    return built;
  }

  private static int[] concat(int[] ids, int[] more) {
    int[] all = Arrays.copyOf(ids, ids.length + more.length);
    System.arraycopy(more, 0, all, ids.length, more.length);
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Btf btf && types.equals(btf.types);
  }

  @Override
  public int hashCode() {
    return types.hashCode();
  }

  @Override
  public String toString() {
    return "Btf[" + types.size() + " types]";
  }
}
