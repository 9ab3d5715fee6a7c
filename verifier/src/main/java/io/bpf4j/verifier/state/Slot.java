package io.bpf4j.verifier.state;

/**
 * Eight aligned bytes of stack: what each byte is, and the register that was spilled there.
 * Immutable. Byte 0 has the lowest address; a spill begins there.
 *
 * @param types two bits a byte
 * @param spilled what was spilled, or null
 */
public record Slot(int types, Reg spilled) {
  /** Never written. */
  public static final int INVALID = 0;

  /** Part of a spilled register. */
  public static final int SPILL = 1;

  /** Some data. */
  public static final int MISC = 2;

  /** A zero. */
  public static final int ZERO = 3;

  /** Never written at all. */
  public static final Slot EMPTY = new Slot(0, null);

  public int type(int index) {
    return types >>> (index * 2) & 3;
  }

  public Slot withType(int index, int type) {
    int shift = index * 2;
    return new Slot(types & ~(3 << shift) | type << shift, spilled);
  }

  /** Whether a register was spilled here and not overwritten since. */
  public boolean isSpill() {
    return (types & 3) == SPILL;
  }

  /** How many bytes the spill takes; 0 where there is none. */
  public int spillSize() {
    int size = 0;
    while (size < 8 && type(size) == SPILL) {
      size++;
    }
    return size;
  }

  /** Whether the spill is a number. */
  public boolean isScalarSpill() {
    return isSpill() && spilled.isScalar();
  }

  /** A register spilled into the lower {@code size} bytes; what was written above stays data. */
  public Slot spill(Reg reg, int size) {
    Slot out = new Slot(types, reg);
    for (int i = 0; i < 8; i++) {
      if (i < size) {
        out = out.withType(i, SPILL);
      } else if (out.type(i) == SPILL) {
        out = out.withType(i, MISC);
      }
    }
    return out;
  }

  /** The same bytes with the spilled register forgotten: its bytes are data. */
  public Slot scrubbed() {
    Slot out = new Slot(types, null);
    for (int i = 0; i < 8; i++) {
      if (type(i) == SPILL) {
        out = out.withType(i, MISC);
      }
    }
    return out;
  }

  /** The same spill of another register. */
  public Slot withSpilled(Reg reg) {
    return reg == spilled ? this : new Slot(types, reg);
  }

  /** Whether reading all eight bytes gives a number of which nothing is known. */
  public boolean isAllData() {
    for (int i = 0; i < 8; i++) {
      if (type(i) != MISC && type(i) != INVALID) {
        return false;
      }
    }
    return true;
  }
}
