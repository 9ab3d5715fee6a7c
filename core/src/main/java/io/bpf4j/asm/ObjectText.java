package io.bpf4j.asm;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.kernel.SectionKind;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.kernel.SectionRole;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A whole object as text: directives, and the functions and variables between them. */
final class ObjectText {
  private static final String TEXT = ".text";
  private static final List<String> NAMES =
      List.of(
          ".license",
          ".order",
          ".section",
          ".text",
          ".data",
          ".rodata",
          ".bss",
          ".program",
          ".subprogram",
          ".map",
          ".inner",
          ".slots",
          ".ksym",
          ".kfunc");
  private static final String DIRECTIVES =
      "a directive: .license, .order, .section, .program, .subprogram, .map, .inner, .slots, .ksym"
          + " or .kfunc";

  private record Function(
      String name, String section, SectionKind kind, Linkage linkage, FunctionText text) {}

  /** A name in a slot, which may be declared further down. */
  private record Wanted(String name, Cursor in, int mark) {}

  private final List<Wanted> wanted = new ArrayList<>();
  private final String name;
  private final Declarations declared = new Declarations();
  private final List<Function> functions = new ArrayList<>();
  private final List<MapSpec> maps = new ArrayList<>();
  private final Map<String, VariablesText> variables = new LinkedHashMap<>();
  private String license = "";
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private String section = TEXT;
  private SectionKind kind;
  private VariablesText data;
  private FunctionText body;

  ObjectText(String name) {
    this.name = name;
  }

  void add(Cursor in, String text) {
    if (in.atEnd()) {
      return;
    }
    int mark = in.column() - 1;
    String word = in.sees(".") ? in.wordOrEmpty() : "";
    boolean directive = !word.isEmpty() && !in.sees(":") && !word.equals(".insn");
    if (directive && (data == null || !data.isContent(word))) {
      directive(word, in, mark);
      in.expectEnd();
      return;
    }
    in.reset(mark);
    if (data != null) {
      data.add(in, declared);
    } else if (body != null) {
      body.add(in, text);
    } else {
      throw in.expected(DIRECTIVES);
    }
  }

  private void directive(String word, Cursor in, int mark) {
    switch (word) {
      case ".license" -> license = in.quoted();
      case ".order" -> order = byteOrder(in);
      case ".section" -> section(in);
      case ".text" -> enter(TEXT, null, null);
      case ".data", ".rodata", ".bss" -> enter(word, null, variables(word));
      case ".program" -> program(in, mark);
      case ".subprogram" -> subprogram(in);
      case ".map" -> {
        int at = in.column() - 1;
        MapSpec map = new MapText(in).parse();
        declared.map(map.name(), in, at);
        maps.add(map);
      }
      case ".ksym" -> declared.kernelSymbol(in);
      case ".kfunc" -> declared.kfunc(in);
      case ".inner" -> {
        int of = mapIndex(in);
        in.expect(",");
        maps.set(of, maps.get(of).withInner(new MapText(in).parse()));
      }
      case ".slots" -> slots(in);
      default -> throw in.unknown(mark, DIRECTIVES, NAMES);
    }
  }

  /** The place of a map that was declared before. */
  private int mapIndex(Cursor in) {
    int mark = in.column() - 1;
    String named = in.name("a map's name");
    for (int i = 0; i < maps.size(); i++) {
      if (maps.get(i).name().equals(named)) {
        return i;
      }
    }
    throw in.unknown(mark, "a map declared above", maps.stream().map(MapSpec::name).toList());
  }

  /** {@code .slots stages, 0=first, 2=second}: programs, or maps, that a map holds at first. */
  private void slots(Cursor in) {
    int of = mapIndex(in);
    TreeMap<Integer, MapSpec.Contents.Slot> filled = new TreeMap<>();
    while (in.accept(",")) {
      int mark = in.column() - 1;
      int index = (int) in.number(0, Integer.MAX_VALUE);
      in.expect("=");
      int nameMark = in.column() - 1;
      String symbol = in.name("a program or map");
      if (filled.put(index, new MapSpec.Contents.Slot(index, symbol)) != null) {
        throw in.error(mark, "slot " + index + " is there twice");
      }
      wanted.add(new Wanted(symbol, in, nameMark));
    }
    in.expectEnd();
    List<MapSpec.Contents.Slot> list = List.copyOf(filled.values());
    maps.set(of, maps.get(of).withContents(new MapSpec.Contents.Slots(list)));
  }

  private ByteOrder byteOrder(Cursor in) {
    if (!variables.isEmpty()) {
      throw in.expected("the byte order before the first variable");
    }
    if (in.acceptWord("little")) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    if (in.acceptWord("big")) {
      return ByteOrder.BIG_ENDIAN;
    }
    throw in.expected("little or big");
  }

  private void section(Cursor in) {
    int mark = in.column() - 1;
    String named = in.sees("\"") ? in.quoted() : in.take(c -> !Character.isWhitespace(c));
    SectionKind program = SectionNames.find(named).orElse(null);
    boolean holdsVariables = SectionNames.role(named).orElse(null) == SectionRole.GLOBALS;
    if (program == null && !holdsVariables && !named.equals(TEXT)) {
      String near =
          SectionNames.nearest(named).map(n -> "; did you mean \"" + n + "\"?").orElse("");
      in.reset(mark);
      String reason = in.expected("a section of programs, variables or .text").reason();
      throw in.error(mark, reason + near);
    }
    enter(named, program, holdsVariables ? variables(named) : null);
  }

  private VariablesText variables(String named) {
    return variables.computeIfAbsent(named, n -> new VariablesText(n, order));
  }

  private void enter(String newSection, SectionKind newKind, VariablesText newData) {
    section = newSection;
    kind = newKind;
    data = newData;
    body = null;
  }

  private void program(Cursor in, int directive) {
    if (kind == null) {
      throw in.error(directive, "expected a section of programs before, such as .section \"xdp\"");
    }
    function(in, Linkage.GLOBAL, kind);
  }

  private void subprogram(Cursor in) {
    if (data != null) {
      enter(TEXT, null, null);
    }
    function(in, null, null);
  }

  private void function(Cursor in, Linkage given, SectionKind programKind) {
    int mark = in.column() - 1;
    String named = in.name("the function's name");
    Linkage linkage = given != null ? given : linkage(in);
    declared.function(named, programKind != null, in, mark);
    body = new FunctionText(order);
    functions.add(new Function(named, section, programKind, linkage, body));
  }

  private static Linkage linkage(Cursor in) {
    if (!in.accept(",")) {
      return Linkage.STATIC;
    }
    for (Linkage linkage : Linkage.values()) {
      if (in.acceptWord(linkage.name().toLowerCase(java.util.Locale.ROOT))) {
        return linkage;
      }
    }
    throw in.expected("static, global or weak");
  }

  ObjectSpec assemble() {
    Set<String> holdable = new LinkedHashSet<>();
    functions.stream().filter(f -> f.kind != null).forEach(f -> holdable.add(f.name));
    maps.forEach(map -> holdable.add(map.name()));
    for (Wanted one : wanted) {
      if (!holdable.contains(one.name)) {
        throw one.in.unknown(one.mark, "a program or map of this object", holdable);
      }
    }
    List<MapSpec> all = new ArrayList<>(maps);
    variables.values().stream().filter(v -> !v.isEmpty()).forEach(v -> all.add(v.map()));
    List<ProgramSpec> programs = new ArrayList<>();
    List<SubprogramSpec> subprograms = new ArrayList<>();
    for (Function f : functions) {
      Code code = f.text.assemble(declared, name);
      if (f.kind == null) {
        subprograms.add(new SubprogramSpec(f.name, f.section, f.linkage, code, 0, List.of()));
      } else {
        FunctionEntry self = new FunctionEntry(f.name, 0, Linkage.GLOBAL, 0);
        programs.add(
            new ProgramSpec(
                f.name,
                f.section,
                f.kind.programType(),
                f.kind.attachType(),
                code,
                List.of(self),
                List.of()));
      }
    }
    return new ObjectSpec(name, order, license, programs, subprograms, all, Btf.EMPTY, List.of());
  }
}
