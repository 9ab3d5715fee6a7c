package io.bpf4j.spec.elf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An object as readelf and llvm-objdump print it: what our reader is compared with. */
final class BinutilsView {
  private static final Pattern SECTION = Pattern.compile("^ *\\[ *(\\d+)] (\\S*) +\\S+ .*$");
  private static final Pattern SYMBOL =
      Pattern.compile("^ *(\\d+): (\\w+) +(\\S+) (\\w+) +(\\w+) +(\\w+) .*? +(\\w+) ?(\\S*)$");
  private static final Pattern TABLE = Pattern.compile("^Relocation section '\\.rel([^']*)'.*");
  private static final Pattern RELOCATION = Pattern.compile("^(\\w{16}) +(\\w{16}) .*");
  private static final Pattern CODE = Pattern.compile("^Disassembly of section (.*):");
  private static final Pattern INSTRUCTION = Pattern.compile("^ +(\\d+):\\t(.*)$");

  /** A symbol; {@code section} is "" where it is undefined. */
  record Symbol(String name, String type, String binding, String section, long value, long size) {}

  /** A relocation of a code section, by symbol. */
  record Relocation(String section, long offset, Symbol symbol) {}

  private final List<String> sections = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final List<Relocation> relocations = new ArrayList<>();
  private final Map<String, Map<Integer, String>> instructions = new TreeMap<>();

  BinutilsView(Path object) {
    Tool.quietly("readelf", "-SW", object.toString()).lines().forEach(this::section);
    Tool.quietly("readelf", "-sW", object.toString()).lines().forEach(this::symbol);
    readRelocations(Tool.quietly("readelf", "-rW", object.toString()));
    readCode(Tool.quietly("llvm-objdump", "-d", "--no-show-raw-insn", object.toString()));
  }

  private void section(String line) {
    Matcher row = SECTION.matcher(line);
    if (row.matches()) {
      sections.add(row.group(1).equals("0") ? "" : row.group(2));
    }
  }

  private void symbol(String line) {
    Matcher row = SYMBOL.matcher(line);
    if (row.matches()) {
      String index = row.group(7);
      boolean defined = index.chars().allMatch(Character::isDigit);
      symbols.add(
          new Symbol(
              row.group(8),
              row.group(4),
              row.group(5),
              defined ? sections.get(Integer.parseInt(index)) : "",
              Long.parseLong(row.group(2), 16),
              Long.decode(row.group(3))));
    }
  }

  private void readRelocations(String text) {
    String section = null;
    for (String line : text.lines().toList()) {
      Matcher table = TABLE.matcher(line);
      Matcher row = RELOCATION.matcher(line);
      if (table.matches()) {
        section = table.group(1);
      } else if (row.matches()) {
        int symbol = (int) (Long.parseUnsignedLong(row.group(2), 16) >>> 32);
        long offset = Long.parseLong(row.group(1), 16);
        relocations.add(new Relocation(section, offset, symbols.get(symbol)));
      }
    }
  }

  private void readCode(String text) {
    Map<Integer, String> current = Map.of();
    for (String line : text.lines().toList()) {
      Matcher heading = CODE.matcher(line);
      Matcher row = INSTRUCTION.matcher(line);
      if (heading.matches()) {
        current = instructions.computeIfAbsent(heading.group(1), s -> new TreeMap<>());
      } else if (row.matches()) {
        current.put(Integer.parseInt(row.group(1)), row.group(2));
      }
    }
  }

  /** The functions of a section in order of offset. */
  List<Symbol> functions(String section) {
    return symbols.stream()
        .filter(s -> s.type().equals("FUNC") && s.section().equals(section))
        .sorted(java.util.Comparator.comparingLong(Symbol::value))
        .toList();
  }

  /** The sections that hold functions, in file order. */
  List<String> codeSections() {
    return sections.stream().filter(s -> !functions(s).isEmpty()).toList();
  }

  /** The relocations of a code section. */
  List<Relocation> relocations(String section) {
    return relocations.stream().filter(r -> r.section().equals(section)).toList();
  }

  /** Disassembled instructions of a section by slot. */
  Map<Integer, String> instructions(String section) {
    return instructions.get(section);
  }

  /** The objects of a section in order of offset: maps, variables. */
  List<Symbol> objects(String section) {
    return symbols.stream()
        .filter(s -> s.type().equals("OBJECT") && s.section().equals(section))
        .sorted(java.util.Comparator.comparingLong(Symbol::value))
        .toList();
  }
}
