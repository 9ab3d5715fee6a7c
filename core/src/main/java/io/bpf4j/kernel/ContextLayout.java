package io.bpf4j.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The memory behind R1 when a program starts: which accesses of it the kernel accepts. Immutable.
 *
 * <p>Source: contexts.tsv, the kernel's answers to every access tried.
 */
public final class ContextLayout {
  private final String name;
  private final String struct;
  private final int size;
  private final List<ContextField> fields;

  ContextLayout(String name, String struct, int size, List<ContextField> fields) {
    this.name = Objects.requireNonNull(name);
    this.struct = Objects.requireNonNull(struct);
    this.size = size;
    this.fields = List.copyOf(fields);
  }

  /** This layout's name among the layouts, such as {@code "__sk_buff.sched"}; never null. */
  public String name() {
    return name;
  }

  /** The structure's name in C, such as {@code "xdp_md"}; never null. */
  public String struct() {
    return struct;
  }

  /** The structure's size in bytes. */
  public int size() {
    return size;
  }

  /**
   * What the kernel makes of an access.
   *
   * @param offset the first byte accessed, from the start of the structure; may be negative
   * @param bytes 1, 2, 4 or 8
   * @param write whether the program stores
   * @throws IllegalArgumentException another number of bytes
   */
  public ContextAccess access(int offset, int bytes, boolean write) {
    if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) {
      throw new IllegalArgumentException("an access has 1, 2, 4 or 8 bytes, not " + bytes);
    }
    for (ContextField field : fields) {
      if (field.allows(offset, bytes, write)) {
        return write ? ContextAccess.SCALAR : field.value();
      }
    }
    return ContextAccess.DENIED;
  }

  /**
   * The field that holds a byte.
   *
   * @return empty where no field that programs may access does
   */
  public Optional<String> fieldAt(int offset) {
    return fields.stream().filter(f -> f.contains(offset)).map(ContextField::name).findFirst();
  }

  /** The names of the fields that programs may access, in the order of their offsets; not null. */
  public List<String> fields() {
    return fields.stream().map(ContextField::name).distinct().toList();
  }

  /**
   * Where a field begins, in bytes from the start of the structure.
   *
   * @throws IllegalArgumentException where programs may access no such field
   */
  public int offsetOf(String field) {
    return named(field).offset();
  }

  /**
   * A field's size in bytes.
   *
   * @throws IllegalArgumentException where programs may access no such field
   */
  public int sizeOf(String field) {
    return named(field).bytes();
  }

  private ContextField named(String field) {
    return fields.stream()
        .filter(f -> f.name().equals(field))
        .max(Comparator.comparingInt(ContextField::bytes))
        .orElseThrow(
            () -> new IllegalArgumentException(name + " has no field " + field + ": " + fields()));
  }

  @Override
  public String toString() {
    return name;
  }
}
