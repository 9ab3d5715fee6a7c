package io.bpf4j.dsl.compiler;

import java.util.ArrayList;
import java.util.List;

/** Drops copies between registers that hold the same already, once registers are chosen. */
final class Copies {
  private final int[] originals = new int[InterferenceGraph.COLORS];

  private Copies() {
    for (int register = 0; register < originals.length; register++) {
      originals[register] = register;
    }
  }

  static void drop(MachineFunction function) {
    for (MachineBlock block : function.blocks()) {
      Copies copies = new Copies();
      List<MachineInstruction> kept = new ArrayList<>();
      for (MachineInstruction instruction : block.instructions()) {
        if (copies.isNeeded(instruction)) {
          kept.add(instruction);
        }
      }
      block.replaceInstructions(kept);
    }
  }

  private boolean isNeeded(MachineInstruction instruction) {
    if (instruction.isMove()) {
      int from = originals[instruction.uses()[0]];
      if (originals[instruction.def()] == from) {
        return false;
      }
      forget(instruction.def());
      originals[instruction.def()] = originals[instruction.uses()[0]];
      return true;
    }
    for (int lost = 0; instruction.isCall() && lost < InterferenceGraph.CALLER_SAVED; lost++) {
      forget(lost);
    }
    if (instruction.def() != MachineInstruction.NONE) {
      forget(instruction.def());
    }
    return true;
  }

  /** The register changes: what was copied from it has a new original. */
  private void forget(int changed) {
    int heir = -1;
    for (int register = 0; register < originals.length; register++) {
      if (register != changed && originals[register] == changed) {
        heir = heir < 0 ? register : heir;
        originals[register] = heir;
      }
    }
    originals[changed] = changed;
  }
}
