package io.bpf4j.dsl.compiler;

import java.util.ArrayList;
import java.util.List;

/** Instructions that run one after the other; the last one leaves the block. */
final class MachineBlock {
  private final int id;
  private final int loopDepth;
  private final boolean cold;
  private List<MachineInstruction> instructions = new ArrayList<>();

  MachineBlock(int id, int loopDepth, boolean cold) {
    this.id = id;
    this.loopDepth = loopDepth;
    this.cold = cold;
  }

  int loopDepth() {
    return loopDepth;
  }

  boolean isCold() {
    return cold;
  }

  List<MachineInstruction> instructions() {
    return instructions;
  }

  void replaceInstructions(List<MachineInstruction> others) {
    instructions = others;
  }

  MachineInstruction last() {
    return instructions.get(instructions.size() - 1);
  }

  /** Where it may go. */
  List<MachineBlock> successors() {
    Shape shape = last().shape();
    if (shape instanceof Shape.Branch branch) {
      return List.of(branch.yes(), branch.no());
    }
    if (shape instanceof Shape.BranchImm branch) {
      return List.of(branch.yes(), branch.no());
    }
    return shape instanceof Shape.Goto jump ? List.of(jump.target()) : List.of();
  }

  @Override
  public String toString() {
    return "B" + id;
  }
}
