package io.bpf4j.dsl.compiler;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Puts the blocks in order: that of the program text, what is cold at the end, equal endings once,
 * no block that only leads to another.
 */
final class BlockLayout {
  private final MachineFunction function;

  private BlockLayout(MachineFunction function) {
    this.function = function;
  }

  static void arrange(MachineFunction function) {
    BlockLayout layout = new BlockLayout(function);
    layout.retarget(BlockLayout::skipEmpty);
    layout.shareEndings();
    layout.order();
  }

  private static MachineBlock skipEmpty(MachineBlock block) {
    Set<MachineBlock> seen = new HashSet<>();
    MachineBlock at = block;
    while (at.instructions().size() == 1
        && at.last().shape() instanceof Shape.Goto jump
        && seen.add(at)) {
      at = jump.target();
    }
    return at;
  }

  private void retarget(UnaryOperator<MachineBlock> targets) {
    for (MachineBlock block : function.blocks()) {
      MachineInstruction last = block.last();
      Shape shape = retargeted(last.shape(), targets);
      int[] uses = shape instanceof Shape.Goto ? new int[0] : last.uses();
      block
          .instructions()
          .set(
              block.instructions().size() - 1,
              new MachineInstruction(shape, last.def(), uses, last.line()));
    }
  }

  private static Shape retargeted(Shape shape, UnaryOperator<MachineBlock> targets) {
    if (shape instanceof Shape.Goto jump) {
      return new Shape.Goto(targets.apply(jump.target()));
    }
    if (shape instanceof Shape.Branch branch) {
      MachineBlock yes = targets.apply(branch.yes());
      MachineBlock no = targets.apply(branch.no());
      return yes == no
          ? new Shape.Goto(yes)
          : new Shape.Branch(branch.op(), branch.width(), yes, no);
    }
    if (shape instanceof Shape.BranchImm branch) {
      MachineBlock yes = targets.apply(branch.yes());
      MachineBlock no = targets.apply(branch.no());
      return yes == no
          ? new Shape.Goto(yes)
          : new Shape.BranchImm(branch.op(), branch.width(), branch.value(), yes, no);
    }
    return shape;
  }

  /** Of blocks that return in the same way, only one is kept. */
  private void shareEndings() {
    List<MachineBlock> endings =
        function.blocks().stream()
            .filter(block -> block.successors().isEmpty() && block != function.blocks().get(0))
            .sorted(Comparator.comparingInt(this::preference))
            .toList();
    Map<MachineBlock, MachineBlock> shared = new HashMap<>();
    for (int i = 0; i < endings.size(); i++) {
      for (int j = i + 1; j < endings.size() && !shared.containsKey(endings.get(i)); j++) {
        if (sameInstructions(endings.get(i), endings.get(j))) {
          shared.put(endings.get(i), endings.get(j));
        }
      }
    }
    for (MachineBlock block : endings) {
      MachineBlock kept = block;
      while (shared.containsKey(kept)) {
        kept = shared.get(kept);
      }
      MachineBlock last = kept;
      shared.computeIfPresent(block, (from, to) -> last);
    }
    retarget(block -> shared.getOrDefault(block, block));
  }

  /** Best is an ending that some block runs into, then one at the end of the function. */
  private int preference(MachineBlock ending) {
    boolean runInto =
        function.blocks().stream()
            .anyMatch(
                block ->
                    block.last().shape() instanceof Shape.Goto jump && jump.target() == ending);
    return runInto ? 2 : ending.isCold() ? 1 : 0;
  }

  private static boolean sameInstructions(MachineBlock a, MachineBlock b) {
    if (a.instructions().size() != b.instructions().size()) {
      return false;
    }
    for (int i = 0; i < a.instructions().size(); i++) {
      if (!a.instructions().get(i).sameAs(b.instructions().get(i))) {
        return false;
      }
    }
    return true;
  }

  private void order() {
    Map<MachineBlock, Integer> entries = new HashMap<>();
    Deque<MachineBlock> open = new ArrayDeque<>(List.of(function.blocks().get(0)));
    while (!open.isEmpty()) {
      MachineBlock block = open.pop();
      if (entries.merge(block, 1, Integer::sum) == 1) {
        open.addAll(block.successors());
      }
    }
    Set<MachineBlock> placed = new LinkedHashSet<>();
    for (boolean cold : new boolean[] {false, true}) {
      for (MachineBlock block : function.blocks()) {
        if (block.isCold() == cold && entries.containsKey(block)) {
          place(block, entries, placed);
        }
      }
    }
    function.blocks().clear();
    function.blocks().addAll(placed);
  }

  /** Places a block, and after it the one that only it leads to. */
  private static void place(
      MachineBlock block, Map<MachineBlock, Integer> entries, Set<MachineBlock> placed) {
    MachineBlock at = block;
    while (placed.add(at)
        && at.last().shape() instanceof Shape.Goto jump
        && entries.get(jump.target()) == 1) {
      at = jump.target();
    }
  }
}
