package io.bpf4j.dsl.compiler;

import io.bpf4j.dsl.ir.Cleanup;
import io.bpf4j.dsl.ir.Function;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.SourceLine;

/** From a function to its code. */
public final class Compiler {
  private Compiler() {}

  /**
   * Compiles a function, which is used up.
   *
   * @param declared where it is declared, for errors that concern the whole
   * @throws io.bpf4j.AssemblyException where its stack frame is larger than 512 bytes, or a jump is
   *     too long
   */
  public static Code compile(Function function, SourceLine declared) {
    Cleanup.run(function);
    CriticalEdges.split(function);
    MachineFunction machine = Selector.select(function, new Frame(declared));
    allocate(machine);
    Copies.drop(machine);
    BlockLayout.arrange(machine);
    return Code.build(code -> new Emitter(machine, code).emit());
  }

  /** Replaces virtual registers by the machine's. */
  private static void allocate(MachineFunction function) {
    while (true) {
      InterferenceGraph graph = new InterferenceGraph(function);
      Coalescer.coalesce(function, graph);
      Coloring coloring = new Coloring(function, graph);
      if (coloring.spilled().isEmpty()) {
        rename(function, coloring);
        return;
      }
      Spiller.spill(function, graph, coloring.spilled());
    }
  }

  private static void rename(MachineFunction function, Coloring coloring) {
    for (MachineBlock block : function.blocks()) {
      block.instructions().replaceAll(instruction -> instruction.renamed(coloring::colorOf));
      block.instructions().removeIf(it -> it.isMove() && it.def() == it.uses()[0]);
    }
  }
}
