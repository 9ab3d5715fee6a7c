package io.bpf4j.link;

import io.bpf4j.LinkException;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes every program of an object whole: the subprograms that it reaches are appended to its code,
 * each once, in the order in which they are first met, and calls by name become calls by distance.
 */
public final class Linker {
  private Linker() {}

  /**
   * The object with every program linked and no subprograms left.
   *
   * @throws LinkException where a program calls a subprogram, or names a map, that the object lacks
   */
  public static ObjectSpec link(ObjectSpec object) {
    List<ProgramSpec> linked = new ArrayList<>();
    for (ProgramSpec program : object.programs()) {
      linked.add(new Whole(object, program).link());
    }
    return object.withLinked(linked);
  }

  /** One program being made whole. */
  private static final class Whole {
    private final ObjectSpec object;
    private final ProgramSpec program;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Code.LineEntry> lines = new ArrayList<>();
    private final List<CoreRelocation> relocations = new ArrayList<>();
    private final List<FunctionEntry> functions = new ArrayList<>();
    private final Map<String, Integer> starts = new LinkedHashMap<>();
    private final List<SubprogramSpec> queue = new ArrayList<>();
    private int end;

    Whole(ObjectSpec object, ProgramSpec program) {
      this.object = object;
      this.program = program;
    }

    ProgramSpec link() {
      functions.addAll(program.functions());
      program.functions().forEach(function -> starts.put(function.name(), function.pc()));
      append(program.code(), program.coreRelocations());
      for (int next = 0; next < queue.size(); next++) {
        SubprogramSpec subprogram = queue.get(next);
        starts.put(subprogram.name(), end);
        functions.add(
            new FunctionEntry(
                subprogram.name(), end, subprogram.verifiedLinkage(), subprogram.btfType()));
        append(subprogram.code(), subprogram.coreRelocations());
      }
      resolve();
      return program.withCode(Code.of(instructions, lines), functions, relocations);
    }

    private void append(Code code, List<CoreRelocation> itsRelocations) {
      int start = end;
      for (Code.LineEntry entry : code.lines()) {
        lines.add(new Code.LineEntry(start + entry.pc(), entry.line()));
      }
      for (CoreRelocation relocation : itsRelocations) {
        relocations.add(relocation.movedBy(start));
      }
      for (Instruction instruction : code.instructions()) {
        enqueue(calledName(instruction));
        requireMap(instruction);
        instructions.add(instruction);
      }
      end = start + code.slots();
    }

    private void enqueue(String name) {
      if (name == null || starts.containsKey(name)) {
        return;
      }
      SubprogramSpec subprogram =
          object
              .subprogram(name)
              .orElseThrow(
                  () ->
                      new LinkException(
                          name, "called by program " + program.name() + " but not defined"));
      starts.put(name, -1);
      queue.add(subprogram);
    }

    private void requireMap(Instruction instruction) {
      if (!(instruction instanceof LoadImm64 load)) {
        return;
      }
      String map =
          load.value() instanceof Imm64.MapReference reference
              ? reference.map()
              : load.value() instanceof Imm64.MapValueReference value ? value.map() : null;
      if (map != null && object.map(map).isEmpty()) {
        throw new LinkException(
            map, "program " + program.name() + " uses a map that the object does not define");
      }
    }

    private void resolve() {
      int pc = 0;
      for (int i = 0; i < instructions.size(); i++) {
        Instruction instruction = instructions.get(i);
        String name = calledName(instruction);
        if (name != null) {
          int distance = starts.get(name) - pc - 1;
          instructions.set(
              i,
              instruction instanceof LoadImm64 load
                  ? new LoadImm64(load.dst(), new Imm64.LocalFunction(distance))
                  : new Call(new Callee.Local(distance)));
        }
        pc += instruction.slots();
      }
    }

    /** The subprogram that an instruction calls, or takes the address of; null where none. */
    private static String calledName(Instruction instruction) {
      if (instruction instanceof Call call
          && call.callee() instanceof Callee.Subprogram subprogram) {
        return subprogram.name();
      }
      if (instruction instanceof LoadImm64 load
          && load.value() instanceof Imm64.SubprogramAddress address) {
        return address.subprogram();
      }
      return null;
    }
  }
}
