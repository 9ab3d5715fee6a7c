package io.bpf4j.isa;

/** The width of an ALU or jump operation: the whole register or its lower half. */
public enum Width {
  W32,
  W64;

  /** 32 or 64. */
  public int bits() {
    return this == W32 ? 32 : 64;
  }
}
