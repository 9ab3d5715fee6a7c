package io.bpf4j.isa;

/**
 * A 32-bit immediate, sign-extended where the operation is 64 bits wide (RFC 9669, section 3.1).
 *
 * @param value the immediate
 */
public record Imm(int value) implements Operand {
  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
