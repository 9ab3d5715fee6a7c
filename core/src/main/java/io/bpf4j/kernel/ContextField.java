package io.bpf4j.kernel;

import java.util.Objects;

/**
 * A field of a context structure that programs may access.
 *
 * @param name its name in uapi/linux/bpf.h; not null
 * @param offset its first byte, from the start of the structure
 * @param bytes its size
 * @param value what a read gives; never {@link ContextAccess#DENIED}
 * @param reads widths in which it may be read
 * @param writes widths in which it may be written
 */
record ContextField(
    String name,
    int offset,
    int bytes,
    ContextAccess value,
    AccessWidths reads,
    AccessWidths writes) {
  ContextField {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  /** Whether the byte at an offset is the field's. */
  boolean contains(int at) {
    return at >= offset && at - offset < bytes;
  }

  boolean allows(int at, int width, boolean write) {
    boolean inside = contains(at) && at - offset + width <= bytes;
    return inside && at % width == 0 && (write ? writes : reads).allow(at - offset, width);
  }
}
