package io.bpf4j.dsl.compiler;

import io.bpf4j.dsl.ir.Block;
import io.bpf4j.dsl.ir.Function;
import io.bpf4j.dsl.ir.Terminator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Puts a block on every edge from a branch to a block with phis: the place where the phis' values
 * are brought.
 */
final class CriticalEdges {
  private CriticalEdges() {}

  static void split(Function function) {
    int id = function.blocks().size();
    List<Block> all = new ArrayList<>();
    for (Block block : function.blocks()) {
      all.add(block);
      List<Block> targets = block.terminator().successors();
      if (targets.size() < 2) {
        continue;
      }
      for (Block target : new LinkedHashSet<>(targets)) {
        if (!target.phis().isEmpty()) {
          all.add(splitEdge(block, target, id++));
        }
      }
    }
    function.blocks().clear();
    function.blocks().addAll(all);
  }

  private static Block splitEdge(Block from, Block to, int id) {
    Block between = new Block(id, Math.min(from.loopDepth(), to.loopDepth()), to.isCold());
    between.terminate(new Terminator.Goto(to, from.terminator().line()));
    between.predecessors().add(from);
    from.terminate(from.terminator().retargeted(to, between));
    to.predecessors().set(to.predecessors().indexOf(from), between);
    return between;
  }
}
