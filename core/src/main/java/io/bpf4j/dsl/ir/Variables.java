package io.bpf4j.dsl.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the value of a variable at a point, and makes the phis that this needs (Braun et al.,
 * "Simple and Efficient Construction of Static Single Assignment Form", 2013).
 */
final class Variables {
  private record Incomplete(Block block, Variable variable, Node phi) {}

  private final Map<Block, Map<Variable, Node>> values = new HashMap<>();
  private final Map<Block, Map<Variable, Node>> open = new HashMap<>();
  private final Set<Block> sealed = new HashSet<>();
  private final Deque<Incomplete> incomplete = new ArrayDeque<>();

  void write(Block block, Variable variable, Node value) {
    values.computeIfAbsent(block, b -> new HashMap<>()).put(variable, value);
  }

  Node read(Block block, Variable variable) {
    Node value = find(block, variable);
    complete();
    return value;
  }

  /** The value, perhaps a phi whose operands are still to be found. */
  private Node find(Block block, Variable variable) {
    List<Block> path = new ArrayList<>();
    Block at = block;
    Node value = known(at, variable);
    while (value == null && sealed.contains(at) && at.predecessors().size() == 1) {
      path.add(at);
      at = at.predecessors().get(0);
      value = known(at, variable);
    }
    if (value == null) {
      value = readAcross(at, variable);
    }
    for (Block passed : path) {
      write(passed, variable, value);
    }
    return value;
  }

  private Node known(Block block, Variable variable) {
    return values.getOrDefault(block, Map.of()).get(variable);
  }

  private Node readAcross(Block block, Variable variable) {
    if (!sealed.contains(block)) {
      Node phi = newPhi(block, variable);
      open.computeIfAbsent(block, b -> new LinkedHashMap<>()).put(variable, phi);
      return phi;
    }
    if (block.predecessors().isEmpty()) {
      // Nothing reaches this block, and it will be dropped: any value does.
      return Node.constant(0);
    }
    Node phi = newPhi(block, variable);
    incomplete.add(new Incomplete(block, variable, phi));
    return phi;
  }

  private Node newPhi(Block block, Variable variable) {
    Node phi = new Node(new Operation.Phi(-1), List.of(), null);
    block.nodes().add(0, phi);
    write(block, variable, phi);
    return phi;
  }

  /** Finds the operands of phis; not by recursion, since there may be thousands in a row. */
  private void complete() {
    while (!incomplete.isEmpty()) {
      Incomplete next = incomplete.remove();
      for (Block predecessor : next.block().predecessors()) {
        next.phi().operands().add(find(predecessor, next.variable()));
      }
    }
  }

  void seal(Block block) {
    if (!sealed.add(block)) {
      throw new IllegalStateException(block + " is sealed twice");
    }
    Map<Variable, Node> phis = open.remove(block);
    if (phis != null) {
      phis.forEach((variable, phi) -> incomplete.add(new Incomplete(block, variable, phi)));
      complete();
    }
  }
}
