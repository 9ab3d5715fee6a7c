package io.bpf4j.dsl.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Drops what a function does not need: phis of one value, operations on constants, branches that go
 * only one way, blocks that nothing reaches, values that nobody uses.
 */
public final class Cleanup {
  private final Function function;
  private boolean changed;

  private Cleanup(Function function) {
    this.function = function;
  }

  /** Cleans a function up, in place. */
  public static void run(Function function) {
    Cleanup cleanup = new Cleanup(function);
    do {
      cleanup.changed = false;
      cleanup.dropUnreachable();
      cleanup.simplifyNodes();
      cleanup.simplifyBranches();
    } while (cleanup.changed);
    cleanup.dropUnused();
  }

  private void dropUnreachable() {
    Set<Block> reached = new HashSet<>();
    Deque<Block> open = new ArrayDeque<>(List.of(function.entry()));
    while (!open.isEmpty()) {
      Block block = open.pop();
      if (reached.add(block)) {
        open.addAll(block.terminator().successors());
      }
    }
    changed |= function.blocks().removeIf(block -> !reached.contains(block));
    for (Block block : function.blocks()) {
      for (int i = block.predecessors().size() - 1; i >= 0; i--) {
        if (!reached.contains(block.predecessors().get(i))) {
          dropEdge(block, i);
        }
      }
    }
  }

  private static void dropEdge(Block block, int index) {
    block.predecessors().remove(index);
    for (Node phi : block.phis()) {
      phi.operands().remove(index);
    }
  }

  private void simplifyNodes() {
    for (Block block : function.blocks()) {
      List<Node> kept = new ArrayList<>();
      for (Node node : block.nodes()) {
        Node simple = simpler(node);
        Node cheaper = simple == null ? cheaper(node) : null;
        if (cheaper != null) {
          kept.add(cheaper);
        } else if (simple == null) {
          kept.add(node);
        }
        if (simple != null || cheaper != null) {
          node.replaceBy(simple == null ? cheaper : simple);
          changed = true;
        }
      }
      block.nodes().clear();
      block.nodes().addAll(kept);
    }
  }

  private static Node simpler(Node node) {
    return switch (node.kind()) {
      case PHI -> onlyOperand(node);
      case BINARY -> {
        Operation.Binary binary = (Operation.Binary) node.operation();
        Node left = node.operand(0);
        Node right = node.operand(1);
        boolean swap = left.isConstant() && Folding.isCommutative(binary.op());
        if (swap) {
          Collections.swap(node.operands(), 0, 1);
        }
        yield Folding.simplify(
            binary.op(), binary.width(), swap ? right : left, swap ? left : right);
      }
      case TRUNCATE -> {
        Node whole = node.operand(0);
        boolean fits = Long.compareUnsigned(Ranges.max(whole), 0xffff_ffffL) <= 0;
        yield fits
            ? whole
            : whole.isConstant() ? Node.constant(whole.constantValue() & 0xffff_ffffL) : null;
      }
      default -> null;
    };
  }

  private static Node cheaper(Node node) {
    if (!(node.operation() instanceof Operation.Binary binary)) {
      return null;
    }
    Folding.Cheaper it =
        Folding.cheaper(binary.op(), binary.width(), node.operand(0), node.operand(1));
    return it == null
        ? null
        : new Node(
            new Operation.Binary(it.op(), binary.width()),
            List.of(it.left(), Node.constant(it.right())),
            node.line());
  }

  /** The one value that a phi can have; null where there are several. */
  private static Node onlyOperand(Node phi) {
    Node only = null;
    for (Node operand : phi.operands()) {
      if (operand == phi || same(operand, only)) {
        continue;
      }
      if (only != null) {
        return null;
      }
      only = operand;
    }
    // A phi of nothing but itself is in a loop that is never entered.
    return only == null ? Node.constant(0) : only;
  }

  private static boolean same(Node a, Node b) {
    return a == b || b != null && a.operation().isFloating() && a.operation().equals(b.operation());
  }

  private void simplifyBranches() {
    for (Block block : function.blocks()) {
      if (!(block.terminator() instanceof Terminator.Branch branch)) {
        continue;
      }
      Node left = branch.left().resolved();
      Node right = branch.right().resolved();
      if (left.isConstant() && right.isConstant()) {
        boolean holds =
            Folding.holds(branch.op(), branch.width(), left.constantValue(), right.constantValue());
        Block dead = holds ? branch.no() : branch.yes();
        Block live = holds ? branch.yes() : branch.no();
        dropEdge(dead, dead.predecessors().indexOf(block));
        block.terminate(new Terminator.Goto(live, branch.line()));
        changed = true;
      }
    }
  }

  private void dropUnused() {
    Set<Node> used = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> open = new ArrayDeque<>();
    for (Block block : function.blocks()) {
      open.addAll(block.terminator().operands());
      block.nodes().stream().filter(node -> node.operation().hasEffect()).forEach(open::add);
    }
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (used.add(node)) {
        open.addAll(node.operands());
      }
    }
    for (Block block : function.blocks()) {
      Set<Node> kept = new LinkedHashSet<>(block.nodes());
      kept.retainAll(used);
      block.nodes().clear();
      block.nodes().addAll(kept);
    }
  }
}
