package io.bpf4j.isa;

import java.util.Objects;

/**
 * Loads a 64-bit immediate; takes two slots (RFC 9669, section 5.4).
 *
 * @param dst destination
 * @param value a number or a reference
 */
public record LoadImm64(Register dst, Imm64 value) implements Instruction {
  public LoadImm64 {
    Objects.requireNonNull(dst, "dst");
    Objects.requireNonNull(value, "value");
  }

  @Override
  public Kind kind() {
    return Kind.LOAD_IMM64;
  }

  @Override
  public int slots() {
    return 2;
  }
}
