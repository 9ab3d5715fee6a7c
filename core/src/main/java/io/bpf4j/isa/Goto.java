package io.bpf4j.isa;

/**
 * {@code goto +offset} (RFC 9669, section 4.3).
 *
 * @param offset slots from the next instruction; must fit 16 bits unless {@code isLong}
 * @param isLong whether it is encoded as {@code gotol}, with a 32-bit distance (CPU level v4)
 */
public record Goto(int offset, boolean isLong) implements Instruction {
  public Goto {
    if (!isLong && offset != (short) offset) {
      throw new IllegalArgumentException("goto " + offset + " does not fit 16 bits: use gotol");
    }
  }

  @Override
  public Kind kind() {
    return Kind.GOTO;
  }
}
