package io.bpf4j.isa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns frozen code back into elements with labels. */
final class Relabeler {
  private final Code code;
  private final Map<Integer, Label> labels = new HashMap<>();

  Relabeler(Code code) {
    this.code = code;
  }

  List<CodeElement> elements() {
    List<Instruction> instructions = code.instructions();
    for (int i = 0; i < instructions.size(); i++) {
      int target = target(i);
      if (target >= 0) {
        labels.computeIfAbsent(target, pc -> new Label("L" + pc));
      }
    }
    List<CodeElement> out = new ArrayList<>();
    int nextLine = 0;
    for (int i = 0; i < instructions.size(); i++) {
      int pc = code.pcOf(i);
      // Entries inside a two-slot instruction keep their order, though not their exact slot.
      while (nextLine < code.lines().size() && code.lines().get(nextLine).pc() <= pc) {
        out.add(code.lines().get(nextLine++).line());
      }
      if (labels.containsKey(pc)) {
        out.add(labels.get(pc));
      }
      int target = target(i);
      out.add(
          target >= 0 ? new Branch(instructions.get(i), labels.get(target)) : instructions.get(i));
    }
    return out;
  }

  private int target(int index) {
    Instruction instruction = code.instructions().get(index);
    if (!Distances.branches(instruction)) {
      return -1;
    }
    int pc = code.pcOf(index) + 1 + Distances.of(instruction);
    return code.indexAt(pc) < 0 ? -1 : pc;
  }
}
