package io.bpf4j.dsl.compiler;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which registers hold a value that is still needed, at the end of each block. */
final class Liveness {
  private final Map<MachineBlock, BitSet> liveIn = new HashMap<>();

  Liveness(MachineFunction function) {
    List<MachineBlock> backwards = new ArrayList<>(function.blocks());
    Collections.reverse(backwards);
    backwards.forEach(block -> liveIn.put(block, new BitSet()));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (MachineBlock block : backwards) {
        BitSet live = liveOut(block);
        List<MachineInstruction> instructions = block.instructions();
        for (int i = instructions.size() - 1; i >= 0; i--) {
          step(live, instructions.get(i));
        }
        if (!live.equals(liveIn.get(block))) {
          liveIn.put(block, live);
          changed = true;
        }
      }
    }
  }

  /** What is live after the block's last instruction; a new set. */
  BitSet liveOut(MachineBlock block) {
    BitSet live = new BitSet();
    block.successors().forEach(successor -> live.or(liveIn.get(successor)));
    return live;
  }

  /** From what is live after an instruction to what is live before it. */
  static void step(BitSet live, MachineInstruction instruction) {
    if (instruction.def() != MachineInstruction.NONE) {
      live.clear(instruction.def());
    }
    for (int use : instruction.uses()) {
      live.set(use);
    }
  }
}
