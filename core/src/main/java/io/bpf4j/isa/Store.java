package io.bpf4j.isa;

import java.util.Objects;

/**
 * {@code *(size *)(base + offset) = src} (RFC 9669, section 5.1).
 *
 * @param size bytes written
 * @param base address register
 * @param offset added to the address
 * @param src the value
 */
public record Store(Size size, Register base, short offset, Operand src) implements Instruction {
  public Store {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(src, "src");
  }

  @Override
  public Kind kind() {
    return Kind.STORE;
  }
}
