package io.bpf4j.dsl.compiler;

import io.bpf4j.dsl.ir.StackSlot;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.SourceLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Moves registers to the stack: written where they are computed, read where they are used. Always 8
 * bytes, so that the kernel's verifier keeps track of pointers and ranges. Constants and addresses
 * are made anew instead.
 */
final class Spiller {
  private static final int[] NO_USES = {};

  private final MachineFunction function;
  private final InterferenceGraph graph;
  private final Map<Integer, Shape> remade = new HashMap<>();
  private final Map<Integer, StackSlot> slots = new HashMap<>();
  private List<MachineInstruction> out;

  private Spiller(MachineFunction function, InterferenceGraph graph) {
    this.function = function;
    this.graph = graph;
  }

  static void spill(MachineFunction function, InterferenceGraph graph, SortedSet<Integer> spilled) {
    Spiller spiller = new Spiller(function, graph);
    spiller.findRemade(spilled);
    spiller.placeSlots(spilled);
    for (MachineBlock block : function.blocks()) {
      spiller.out = new ArrayList<>();
      block.instructions().forEach(spiller::rewrite);
      block.replaceInstructions(spiller.out);
    }
  }

  private void findRemade(SortedSet<Integer> spilled) {
    Map<Integer, Integer> defs = new HashMap<>();
    for (MachineBlock block : function.blocks()) {
      for (MachineInstruction instruction : block.instructions()) {
        defs.merge(instruction.def(), 1, Integer::sum);
        Shape shape = instruction.shape();
        boolean cheap =
            shape instanceof Shape.Constant
                || shape instanceof Shape.MapAddress
                || shape instanceof Shape.FrameAddress;
        if (cheap && spilled.contains(instruction.def())) {
          remade.put(instruction.def(), shape);
        }
      }
    }
    remade.keySet().removeIf(register -> defs.get(register) > 1);
  }

  /** Registers that are never needed at the same time share a slot. */
  private void placeSlots(SortedSet<Integer> spilled) {
    Map<StackSlot, List<Integer>> members = new java.util.LinkedHashMap<>();
    for (int register : spilled) {
      if (remade.containsKey(register)) {
        continue;
      }
      StackSlot slot =
          members.entrySet().stream()
              .filter(e -> e.getValue().stream().noneMatch(m -> graph.interferes(m, register)))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElseGet(() -> new StackSlot("spill", 8));
      members.computeIfAbsent(slot, s -> new ArrayList<>()).add(register);
      slots.put(register, slot);
    }
  }

  private void rewrite(MachineInstruction instruction) {
    int def = instruction.def();
    if (remade.containsKey(def)) {
      return;
    }
    if (instruction.isMove() && rewriteMove(instruction)) {
      return;
    }
    Map<Integer, Integer> names = new HashMap<>();
    for (int use : instruction.uses()) {
      boolean moved = slots.containsKey(use) || remade.containsKey(use);
      if (moved && !names.containsKey(use)) {
        names.put(use, function.newTemporary());
        fill(names.get(use), use, instruction.line());
      }
    }
    if (slots.containsKey(def)) {
      names.computeIfAbsent(def, d -> function.newTemporary());
    }
    out.add(instruction.renamed(register -> names.getOrDefault(register, register)));
    if (slots.containsKey(def)) {
      store(def, names.get(def), instruction.line());
    }
  }

  /** A copy to or from the stack is the load or the store itself. */
  private boolean rewriteMove(MachineInstruction move) {
    int from = move.uses()[0];
    int to = move.def();
    boolean fromStack = slots.containsKey(from) || remade.containsKey(from);
    if (slots.containsKey(to)) {
      if (slots.get(to) == slots.get(from)) {
        return true;
      }
      if (!fromStack) {
        store(to, from, move.line());
      }
      return !fromStack;
    }
    if (fromStack) {
      fill(to, from, move.line());
    }
    return fromStack;
  }

  private void fill(int register, int spilled, SourceLine line) {
    Shape shape = remade.get(spilled);
    if (shape == null) {
      shape = new Shape.Load(Size.DW, new Shape.Place(slots.get(spilled), 0));
    }
    out.add(new MachineInstruction(shape, register, NO_USES, line));
  }

  private void store(int spilled, int register, SourceLine line) {
    Shape shape = new Shape.Store(Size.DW, new Shape.Place(slots.get(spilled), 0));
    int[] uses = {register};
    out.add(new MachineInstruction(shape, MachineInstruction.NONE, uses, line));
  }
}
