package io.bpf4j.dsl.compiler;

import io.bpf4j.isa.SourceLine;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * An instruction over registers: 0 to 10 are the machine's, higher numbers virtual ones.
 *
 * @param shape what it does
 * @param def the register that it writes, {@link #NONE} where it writes none
 * @param uses the registers that it reads; must not be changed
 * @param line who asked for it; null where nobody did
 */
record MachineInstruction(Shape shape, int def, int[] uses, SourceLine line) {
  /** No register. */
  static final int NONE = -1;

  /** The first virtual register. */
  static final int FIRST_VIRTUAL = 11;

  /** Whether a call's clobbering of R0 to R5 applies. */
  boolean isCall() {
    return shape instanceof Shape.Call;
  }

  /** Whether it only copies a register. */
  boolean isMove() {
    return shape instanceof Shape.Move;
  }

  /** The same with other registers. */
  MachineInstruction renamed(IntUnaryOperator names) {
    int[] newUses = Arrays.stream(uses).map(names).toArray();
    return new MachineInstruction(shape, def == NONE ? NONE : names.applyAsInt(def), newUses, line);
  }

  /** Whether both do the same to the same registers, wherever they come from. */
  boolean sameAs(MachineInstruction other) {
    return shape.equals(other.shape) && def == other.def && Arrays.equals(uses, other.uses);
  }

  @Override
  public String toString() {
    return (def == NONE ? "" : "v" + def + " = ") + shape + Arrays.toString(uses);
  }
}
