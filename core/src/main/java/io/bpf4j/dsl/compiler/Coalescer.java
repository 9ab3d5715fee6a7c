package io.bpf4j.dsl.compiler;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Gives both sides of a copy the same register where that cannot cost a spill: the tests of Briggs
 * ("few neighbours of significant degree") and of George ("every neighbour is the other's too, or
 * insignificant").
 */
final class Coalescer {
  private record Move(int to, int from, int loopDepth) {}

  private final MachineFunction function;
  private final InterferenceGraph graph;
  private final int[] alias;

  private Coalescer(MachineFunction function, InterferenceGraph graph) {
    this.function = function;
    this.graph = graph;
    this.alias = new int[function.registers()];
    for (int i = 0; i < alias.length; i++) {
      alias[i] = i;
    }
  }

  /** Merges registers in the graph and in the function; copies onto themselves disappear. */
  static void coalesce(MachineFunction function, InterferenceGraph graph) {
    new Coalescer(function, graph).run();
  }

  private void run() {
    List<Move> moves = moves();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Move move : moves) {
        changed |= tryMerge(find(move.to()), find(move.from()));
      }
    }
    for (MachineBlock block : function.blocks()) {
      List<MachineInstruction> renamed = new ArrayList<>();
      for (MachineInstruction instruction : block.instructions()) {
        MachineInstruction it = instruction.renamed(this::find);
        if (!it.isMove() || it.def() != it.uses()[0]) {
          renamed.add(it);
        }
      }
      block.replaceInstructions(renamed);
    }
  }

  /** The copies, those in inner loops first. */
  private List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    for (MachineBlock block : function.blocks()) {
      for (MachineInstruction instruction : block.instructions()) {
        if (instruction.isMove()) {
          moves.add(new Move(instruction.def(), instruction.uses()[0], block.loopDepth()));
        }
      }
    }
    moves.sort(Comparator.comparingInt(Move::loopDepth).reversed());
    return moves;
  }

  private int find(int register) {
    int root = register;
    while (alias[root] != root) {
      root = alias[root];
    }
    return root;
  }

  private boolean tryMerge(int a, int b) {
    boolean temporary = function.isTemporary(a) || function.isTemporary(b);
    if (a == b || graph.interferes(a, b) || temporary) {
      return false;
    }
    int kept = Math.min(a, b);
    int gone = Math.max(a, b);
    if (InterferenceGraph.isMachine(gone)) {
      return false;
    }
    boolean safe =
        isGeorgeSafe(kept, gone)
            || !InterferenceGraph.isMachine(kept)
                && (isGeorgeSafe(gone, kept) || isBriggsSafe(kept, gone));
    if (safe) {
      alias[gone] = kept;
      graph.merge(kept, gone);
    }
    return safe;
  }

  private boolean isGeorgeSafe(int kept, int gone) {
    BitSet others = (BitSet) graph.neighbours(gone).clone();
    others.andNot(graph.neighbours(kept));
    return others.stream().noneMatch(graph::isSignificant);
  }

  private boolean isBriggsSafe(int a, int b) {
    BitSet all = (BitSet) graph.neighbours(a).clone();
    all.or(graph.neighbours(b));
    return all.stream().filter(graph::isSignificant).count() < InterferenceGraph.COLORS;
  }
}
