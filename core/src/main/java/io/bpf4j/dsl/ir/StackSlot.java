package io.bpf4j.dsl.ir;

/** Bytes on the stack; the compiler chooses their place. Compared by identity. */
public final class StackSlot {
  private final String name;
  private final int size;

  /**
   * @param name what it holds, for the stack ledger
   * @param size in bytes, more than 0
   */
  public StackSlot(String name, int size) {
    this.name = name;
    this.size = size;
  }

  /** What it holds. */
  public String name() {
    return name;
  }

  /** In bytes. */
  public int size() {
    return size;
  }

  /** 1, 2, 4 or 8: the greatest power of two that divides the size. */
  public int alignment() {
    return Math.min(8, Integer.lowestOneBit(size));
  }

  @Override
  public String toString() {
    return name + "[" + size + "]";
  }
}
