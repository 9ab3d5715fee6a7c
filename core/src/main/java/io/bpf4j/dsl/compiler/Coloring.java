package io.bpf4j.dsl.compiler;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.TreeSet;

/**
 * Colours an interference graph with R0 to R9 (Chaitin's simplification with Briggs' optimism): the
 * registers with few neighbours last, since they always find a colour.
 */
final class Coloring {
  /** R1 to R5 first; R6 to R9, which calls spare, last. */
  private static final int[] ORDER = {1, 2, 3, 4, 5, 0, 6, 7, 8, 9};

  private static final int NONE = -1;

  private final MachineFunction function;
  private final InterferenceGraph graph;
  private final double[] costs;
  private final int[] colors;
  private final TreeSet<Integer> spilled = new TreeSet<>();

  Coloring(MachineFunction function, InterferenceGraph graph) {
    this.function = function;
    this.graph = graph;
    this.costs = new double[function.registers()];
    this.colors = new int[function.registers()];
    Arrays.fill(colors, NONE);
    for (int i = 0; i < InterferenceGraph.COLORS; i++) {
      colors[i] = i;
    }
    BitSet present = countUses();
    Deque<Integer> stack = simplify(present);
    while (!stack.isEmpty()) {
      color(stack.pop());
    }
  }

  /** The registers that found no colour, in ascending order. */
  TreeSet<Integer> spilled() {
    return spilled;
  }

  /** The machine register of a register. */
  int colorOf(int register) {
    return colors[register];
  }

  private BitSet countUses() {
    BitSet present = new BitSet();
    for (MachineBlock block : function.blocks()) {
      double weight = Math.pow(10, Math.min(block.loopDepth(), 6));
      for (MachineInstruction instruction : block.instructions()) {
        if (instruction.def() != MachineInstruction.NONE) {
          present.set(instruction.def());
          costs[instruction.def()] += weight;
        }
        for (int use : instruction.uses()) {
          present.set(use);
          costs[use] += weight;
        }
      }
    }
    present.clear(0, MachineInstruction.FIRST_VIRTUAL);
    return present;
  }

  private Deque<Integer> simplify(BitSet present) {
    int[] degrees = new int[function.registers()];
    TreeSet<Integer> easy = new TreeSet<>();
    TreeSet<Integer> hard = new TreeSet<>();
    present.stream()
        .forEach(
            register -> {
              degrees[register] = graph.neighbours(register).cardinality();
              (degrees[register] < InterferenceGraph.COLORS ? easy : hard).add(register);
            });
    Deque<Integer> stack = new ArrayDeque<>();
    while (!easy.isEmpty() || !hard.isEmpty()) {
      int next = easy.isEmpty() ? cheapest(hard, degrees) : easy.last();
      easy.remove(next);
      hard.remove(next);
      stack.push(next);
      graph.neighbours(next).stream()
          .filter(hard::contains)
          .filter(other -> --degrees[other] < InterferenceGraph.COLORS)
          .boxed()
          .toList()
          .forEach(
              other -> {
                hard.remove(other);
                easy.add(other);
              });
    }
    return stack;
  }

  private int cheapest(TreeSet<Integer> candidates, int[] degrees) {
    int best = candidates.first();
    for (int candidate : candidates) {
      if (price(candidate, degrees[candidate]) < price(best, degrees[best])) {
        best = candidate;
      }
    }
    return best;
  }

  private double price(int register, int degree) {
    return function.isTemporary(register) ? Double.MAX_VALUE : costs[register] / degree;
  }

  private void color(int register) {
    BitSet taken = new BitSet();
    graph.neighbours(register).stream()
        .map(other -> colors[other])
        .filter(color -> color != NONE)
        .forEach(taken::set);
    for (int color : ORDER) {
      if (!taken.get(color)) {
        colors[register] = color;
        return;
      }
    }
    spilled.add(function.isTemporary(register) ? victim(register) : register);
  }

  /** A coloured neighbour to spill instead of a register that cannot be shortened. */
  private int victim(int register) {
    return graph.neighbours(register).stream()
        .filter(other -> !InterferenceGraph.isMachine(other) && !function.isTemporary(other))
        .boxed()
        .min((a, b) -> Double.compare(costs[a], costs[b]))
        .orElseThrow(() -> new IllegalStateException("no register left for v" + register));
  }
}
