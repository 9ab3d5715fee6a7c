package io.bpf4j.isa;

/**
 * The eleven registers of RFC 9669, section 2.1. R0 holds results, R1 to R5 arguments (lost in a
 * call), R6 to R9 survive calls, R10 is the read-only frame pointer.
 */
public enum Register implements Operand {
  R0,
  R1,
  R2,
  R3,
  R4,
  R5,
  R6,
  R7,
  R8,
  R9,
  R10;

  private static final Register[] ALL = values();

  /** The number in the instruction's register field, 0 to 10. */
  public int number() {
    return ordinal();
  }

  /**
   * The register with a number.
   *
   * @throws IllegalArgumentException where {@code number} is not 0 to 10
   */
  public static Register of(int number) {
    if (number < 0 || number >= ALL.length) {
      throw new IllegalArgumentException("no register r" + number + ": r0 to r10");
    }
    return ALL[number];
  }

  @Override
  public String toString() {
    return "r" + ordinal();
  }
}
