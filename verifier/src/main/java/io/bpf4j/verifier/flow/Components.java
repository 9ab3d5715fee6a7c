package io.bpf4j.verifier.flow;

import io.bpf4j.isa.Instruction;
import java.util.function.IntPredicate;

/**
 * The loops of a program: strongly connected components of each function's control flow, found by
 * Tarjan's algorithm (1972), without recursion so that a long program needs no deep stack.
 */
final class Components {
  private final Edges edges;
  private final int[] component;
  private final int[] number;
  private final int[] low;
  private final boolean[] open;
  private final int[] stack;
  private final int[] walk;
  private final int[] nextSuccessor;
  private int stackSize;
  private int numbered;
  private int components;

  /**
   * @param loops whether an instruction is a loop of its own: a call that calls back
   */
  Components(Instruction[] at, Edges edges, IntPredicate loops) {
    this.edges = edges;
    component = new int[at.length];
    number = new int[at.length];
    low = new int[at.length];
    open = new boolean[at.length];
    stack = new int[at.length];
    walk = new int[at.length];
    nextSuccessor = new int[at.length];
    for (int pc = 0; pc < at.length; pc++) {
      if (at[pc] != null && number[pc] == 0) {
        connect(pc, loops);
      }
    }
  }

  /** By pc: the number of the loop that it is in, 0 for none. */
  int[] byPc() {
    return component;
  }

  private void connect(int root, IntPredicate loops) {
    int depth = 0;
    walk[0] = root;
    enter(root);
    while (depth >= 0) {
      int pc = walk[depth];
      int next = nextSuccessor[pc] < Edges.MOST ? edges.successor(pc, nextSuccessor[pc]++) : -2;
      if (next == -2) {
        depth--;
        if (depth >= 0) {
          low[walk[depth]] = Math.min(low[walk[depth]], low[pc]);
        }
        close(pc, loops);
      } else if (next >= 0 && number[next] == 0) {
        enter(next);
        walk[++depth] = next;
      } else if (next >= 0 && open[next]) {
        low[pc] = Math.min(low[pc], number[next]);
      }
    }
  }

  private void enter(int pc) {
    number[pc] = ++numbered;
    low[pc] = numbered;
    open[pc] = true;
    stack[stackSize++] = pc;
  }

  /** Where {@code pc} is the root of a component, takes it off the stack. */
  private void close(int pc, IntPredicate loops) {
    if (low[pc] != number[pc]) {
      return;
    }
    int from = stackSize;
    do {
      from--;
      open[stack[from]] = false;
    } while (stack[from] != pc);
    boolean isLoop = stackSize - from > 1 || loops.test(pc) || goesTo(pc, pc);
    if (isLoop) {
      components++;
      for (int i = from; i < stackSize; i++) {
        component[stack[i]] = components;
      }
    }
    stackSize = from;
  }

  private boolean goesTo(int from, int to) {
    return edges.successor(from, 0) == to || edges.successor(from, 1) == to;
  }
}
