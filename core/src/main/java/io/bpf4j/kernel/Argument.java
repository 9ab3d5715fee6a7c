package io.bpf4j.kernel;

import java.util.Objects;

/**
 * One argument of a helper.
 *
 * @param kind what it takes; not null
 * @param bytes the size of the memory where the kind has a fixed one, otherwise 0
 */
public record Argument(ArgumentKind kind, int bytes) {
  public Argument {
    Objects.requireNonNull(kind, "kind");
    if (kind.fixedSize() != bytes > 0) {
      throw new IllegalArgumentException(kind + " with " + bytes + " bytes");
    }
  }

  /** As the table writes it: {@code CTX}, {@code FIXED_MEM:20}. */
  @Override
  public String toString() {
    return bytes > 0 ? kind + ":" + bytes : kind.name();
  }
}
