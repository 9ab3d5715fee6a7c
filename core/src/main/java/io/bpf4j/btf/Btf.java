package io.bpf4j.btf;

import java.util.List;

/** An immutable set of types, numbered from 1; equal where all types are equal. */
public final class Btf {
  /** No types at all. */
  public static final Btf EMPTY = new Btf(List.of());

  private final List<BtfType> types;

  private Btf(List<BtfType> types) {
    this.types = types;
  }

  /** BTF of given types; the first has id 1. */
  public static Btf of(List<BtfType> types) {
    return types.isEmpty() ? EMPTY : new Btf(List.copyOf(types));
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
