package io.bpf4j.isa;

import java.util.Objects;

/**
 * Casts an arena pointer between address spaces: a 64-bit move with offset 1 (kernel:
 * BPF_ADDR_SPACE_CAST).
 *
 * @param dst destination
 * @param src source
 * @param spaces {@code to << 16 | from}, as encoded
 */
public record AddrSpaceCast(Register dst, Register src, int spaces) implements Instruction {
  public AddrSpaceCast {
    Objects.requireNonNull(dst, "dst");
    Objects.requireNonNull(src, "src");
  }

  @Override
  public Kind kind() {
    return Kind.ADDR_SPACE_CAST;
  }
}
