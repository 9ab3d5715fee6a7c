package io.bpf4j.elf.writing;

import io.bpf4j.LinkException;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.kernel.SectionKind;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.kernel.SectionRole;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Brings an object to the form in which a file holds it: programs of a section side by side,
 * BTF-defined maps before variables, a type for every function and map, a source line at the start
 * of every function where there are lines at all. Completing twice changes nothing.
 */
public final class Completion {
  private static final SourceLine NO_LINE = new SourceLine("", 0, 0, "");

  private final ObjectSpec object;
  private final boolean hasLines;

  private Completion(ObjectSpec object) {
    this.object = object;
    this.hasLines =
        object.programs().stream().anyMatch(p -> !p.code().lines().isEmpty())
            || object.subprograms().stream().anyMatch(s -> !s.code().lines().isEmpty());
  }

  /**
   * The completed object.
   *
   * @throws LinkException where a file cannot hold the object: it is linked already, or a section's
   *     name contradicts what is in it, or a symbol is missing or there twice
   */
  public static ObjectSpec complete(ObjectSpec object) {
    return new Completion(object).complete();
  }

  private ObjectSpec complete() {
    List<String> order = sectionOrder();
    List<ProgramSpec> programs = new ArrayList<>();
    List<SubprogramSpec> subprograms = new ArrayList<>();
    for (String section : order) {
      object.programs().stream()
          .filter(program -> program.section().equals(section))
          .forEach(program -> programs.add(complete(program)));
      object.subprograms().stream()
          .filter(subprogram -> subprogram.section().equals(section))
          .forEach(subprogram -> subprograms.add(complete(subprogram)));
    }
    List<MapSpec> maps = new ArrayList<>();
    object.maps().stream().filter(map -> !map.isGlobalData()).forEach(maps::add);
    object.maps().stream().filter(MapSpec::isGlobalData).forEach(maps::add);
    ObjectSpec ordered =
        new ObjectSpec(
            object.name(),
            object.byteOrder(),
            object.license(),
            programs,
            subprograms,
            maps,
            object.btf(),
            List.of());
    new SymbolCheck(ordered).check();
    return new TypeCompletion(ordered).complete();
  }

  /** The code sections: programs' as they are first met, then those of subprograms alone. */
  private List<String> sectionOrder() {
    LinkedHashSet<String> order = new LinkedHashSet<>();
    object.programs().forEach(program -> order.add(program.section()));
    object.subprograms().forEach(subprogram -> order.add(subprogram.section()));
    return List.copyOf(order);
  }

  private ProgramSpec complete(ProgramSpec program) {
    String name = program.name();
    if (program.functions().size() > 1) {
      throw new LinkException(name, "is linked already: objects are written before linking");
    }
    SectionKind kind =
        SectionNames.find(program.section())
            .orElseThrow(
                () -> new LinkException(name, "section " + program.section() + " tells no type"));
    boolean contradicts =
        kind.programType() != program.type()
            || program.attachType() != null && program.attachType() != kind.attachType();
    if (contradicts) {
      throw new LinkException(
          name,
          "section %s says %s, attach type %s; the program says %s, %s"
              .formatted(
                  program.section(),
                  kind.programType(),
                  kind.attachType(),
                  program.type(),
                  program.attachType()));
    }
    FunctionEntry self = program.functions().get(0);
    Linkage linkage = self.linkage() == Linkage.WEAK ? Linkage.WEAK : Linkage.GLOBAL;
    return new ProgramSpec(
        name,
        program.section(),
        kind.programType(),
        kind.attachType(),
        withLines(name, program.code()),
        List.of(new FunctionEntry(name, 0, linkage, self.btfType())),
        program.coreRelocations());
  }

  private SubprogramSpec complete(SubprogramSpec subprogram) {
    String section = subprogram.section();
    boolean text = SectionNames.role(section).orElse(null) == SectionRole.SUBPROGRAMS;
    boolean ownStatic =
        subprogram.linkage() == Linkage.STATIC && SectionNames.find(section).isPresent();
    if (!text && !ownStatic) {
      throw new LinkException(
          subprogram.name(), "a subprogram cannot be in section " + section + ": use .text");
    }
    return new SubprogramSpec(
        subprogram.name(),
        section,
        subprogram.linkage(),
        withLines(subprogram.name(), subprogram.code()),
        subprogram.btfType(),
        subprogram.coreRelocations());
  }

  /** The kernel wants a line where each function begins, or none at all (check_btf_line). */
  private Code withLines(String name, Code code) {
    if (code.slots() == 0) {
      throw new LinkException(name, "has no instructions");
    }
    List<Code.LineEntry> lines = code.lines();
    if (!hasLines || !lines.isEmpty() && lines.get(0).pc() == 0) {
      return code;
    }
    List<Code.LineEntry> more = new ArrayList<>();
    more.add(new Code.LineEntry(0, lines.isEmpty() ? NO_LINE : lines.get(0).line()));
    more.addAll(lines);
    return code.withLines(more);
  }
}
