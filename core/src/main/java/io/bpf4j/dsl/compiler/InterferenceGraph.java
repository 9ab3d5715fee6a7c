package io.bpf4j.dsl.compiler;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which registers hold different values at the same time. The machine's registers R0 to R9 are
 * nodes 0 to 9; they all interfere with one another.
 */
final class InterferenceGraph {
  /** R0 to R9; R10 is not allocated. */
  static final int COLORS = 10;

  /** R0 to R5 are lost in a call (RFC 9669, section 2.1). */
  static final int CALLER_SAVED = 6;

  private final List<BitSet> neighbours = new ArrayList<>();

  InterferenceGraph(MachineFunction function) {
    for (int i = 0; i < function.registers(); i++) {
      neighbours.add(new BitSet());
    }
    for (int register = 0; register < COLORS; register++) {
      neighbours.get(register).set(0, COLORS);
      neighbours.get(register).clear(register);
    }
    Liveness liveness = new Liveness(function);
    for (MachineBlock block : function.blocks()) {
      BitSet live = liveness.liveOut(block);
      List<MachineInstruction> instructions = block.instructions();
      for (int i = instructions.size() - 1; i >= 0; i--) {
        addEdges(instructions.get(i), live);
        Liveness.step(live, instructions.get(i));
      }
    }
  }

  private void addEdges(MachineInstruction instruction, BitSet live) {
    int def = instruction.def();
    if (def == MachineInstruction.NONE) {
      return;
    }
    // A copy and its original may share a register: both hold the same value.
    int same = instruction.isMove() ? instruction.uses()[0] : def;
    live.stream().filter(other -> other != same).forEach(other -> addEdge(def, other));
    if (instruction.isCall()) {
      for (int lost = 0; lost < CALLER_SAVED; lost++) {
        int register = lost;
        live.stream().filter(other -> other != def).forEach(other -> addEdge(register, other));
      }
    }
  }

  private void addEdge(int a, int b) {
    if (a != b) {
      neighbours.get(a).set(b);
      neighbours.get(b).set(a);
    }
  }

  boolean interferes(int a, int b) {
    return neighbours.get(a).get(b);
  }

  /** The registers that interfere with one; must not be changed. */
  BitSet neighbours(int register) {
    return neighbours.get(register);
  }

  static boolean isMachine(int register) {
    return register < MachineInstruction.FIRST_VIRTUAL;
  }

  /** Whether a register may find no colour when its neighbours are coloured first. */
  boolean isSignificant(int register) {
    return isMachine(register) || neighbours.get(register).cardinality() >= COLORS;
  }

  /** Makes {@code gone} the same register as {@code kept}. */
  void merge(int kept, int gone) {
    BitSet moved = neighbours.get(gone);
    for (int n = moved.nextSetBit(0); n >= 0; n = moved.nextSetBit(n + 1)) {
      neighbours.get(n).clear(gone);
      addEdge(kept, n);
    }
    neighbours.set(gone, new BitSet());
  }
}
