package io.bpf4j.dsl.compiler;

import io.bpf4j.dsl.ir.StackSlot;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.SourceLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private int held = MachineInstruction.NONE;

  private Spiller(MachineFunction function, InterferenceGraph graph) {
    this.function = function;
    this.graph = graph;
  }

  static void spill(MachineFunction function, InterferenceGraph graph, SortedSet<Integer> spilled) {
    Spiller spiller = new Spiller(function, graph);
    spiller.findRemade(spilled);
    spiller.placeSlots(spilled);
    function.blocks().forEach(spiller::rewrite);
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
    Map<StackSlot, List<Integer>> members = new LinkedHashMap<>();
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

  private void rewrite(MachineBlock block) {
    List<MachineInstruction> instructions = block.instructions();
    out = new ArrayList<>();
    for (int i = 0; i < instructions.size(); i++) {
      boolean goesOn =
          i + 1 < instructions.size() && goesOn(instructions.get(i), instructions.get(i + 1));
      if (!remade.containsKey(instructions.get(i).def())) {
        rewrite(instructions.get(i), goesOn);
      }
    }
    block.replaceInstructions(out);
  }

  /** Whether the next instruction goes on computing in the register that this one writes. */
  private boolean goesOn(MachineInstruction instruction, MachineInstruction next) {
    int def = instruction.def();
    return slots.containsKey(def)
        && next.def() == def
        && next.uses().length > 0
        && next.uses()[0] == def;
  }

  /**
   * Rewrites one instruction.
   *
   * @param goesOn whether what it writes stays in its temporary for the next instruction
   */
  private void rewrite(MachineInstruction instruction, boolean goesOn) {
    int def = instruction.def();
    Map<Integer, Integer> names = new HashMap<>();
    if (held != MachineInstruction.NONE) {
      names.put(def, held);
      held = MachineInstruction.NONE;
    } else if (!goesOn && instruction.isMove() && rewriteMove(instruction)) {
      return;
    }
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
    if (goesOn) {
      held = names.get(def);
    } else if (slots.containsKey(def)) {
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
