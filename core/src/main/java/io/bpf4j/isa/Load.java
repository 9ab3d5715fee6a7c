package io.bpf4j.isa;

import java.util.Objects;

/**
 * {@code dst = *(size *)(base + offset)} (RFC 9669, sections 5.1 and 5.2).
 *
 * @param size bytes read
 * @param signed whether the value is sign-extended (not for 8 bytes)
 * @param dst destination
 * @param base address register
 * @param offset added to the address
 */
public record Load(Size size, boolean signed, Register dst, Register base, short offset)
    implements Instruction {
  public Load {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(dst, "dst");
    Objects.requireNonNull(base, "base");
    if (signed && size == Size.DW) {
      throw new IllegalArgumentException("an 8-byte load has no sign extension");
    }
  }

  @Override
  public Kind kind() {
    return Kind.LOAD;
  }
}
