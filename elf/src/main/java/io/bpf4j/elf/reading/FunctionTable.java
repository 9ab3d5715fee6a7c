package io.bpf4j.elf.reading;

import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.elf.format.ElfSymbol;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.kernel.SectionRole;
import io.bpf4j.object.Linkage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The functions of an object: its code sections, divided by their FUNC symbols. */
final class FunctionTable {
  private static final int SLOT_BYTES = 8;
  private static final int HIDDEN = 2;
  private static final int INTERNAL = 1;

  /**
   * One function.
   *
   * @param section index of its section
   * @param start byte offset of its first slot
   * @param program whether it is an entry program, not a subprogram
   */
  record Function(String name, int section, int start, int size, Linkage linkage, boolean program) {
    int end() {
      return start + size;
    }
  }

  private final ElfFile elf;
  private final Map<Integer, TreeMap<Integer, Function>> bySection = new TreeMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> hidden = new HashSet<>();
  private final Map<String, Integer> suffixes = new HashMap<>();

  FunctionTable(ElfFile elf) {
    this.elf = elf;
    for (int i = 0; i < elf.sections().size(); i++) {
      if (elf.sections().get(i).isCode()) {
        bySection.put(i, new TreeMap<>());
      }
    }
    List<ElfSymbol> functions = new ArrayList<>();
    for (ElfSymbol symbol : elf.symbols()) {
      if (symbol.type() == ElfSymbol.FUNCTION && bySection.containsKey(symbol.section())) {
        functions.add(symbol);
      }
    }
    // Symbols of other files' static functions may share a name: global ones keep theirs.
    functions.sort(Comparator.comparing(s -> s.binding() == ElfSymbol.LOCAL));
    functions.forEach(this::add);
    bySection.forEach(this::checkCover);
  }

  private void add(ElfSymbol symbol) {
    ElfSection section = elf.sections().get(symbol.section());
    if (symbol.value() % SLOT_BYTES != 0 || symbol.size() % SLOT_BYTES != 0 || symbol.size() == 0) {
      throw section.malformed(
          symbol.value(),
          "function %s of %d bytes is not made of whole slots"
              .formatted(symbol.name(), symbol.size()));
    }
    boolean local = symbol.binding() == ElfSymbol.LOCAL;
    boolean text = SectionNames.role(section.name()).orElse(null) == SectionRole.SUBPROGRAMS;
    Function function =
        new Function(
            local ? unique(symbol.name()) : symbol.name(),
            symbol.section(),
            (int) symbol.value(),
            (int) symbol.size(),
            linkage(symbol),
            !local && !text);
    if (!names.add(function.name())) {
      throw section.malformed(symbol.value(), "function " + symbol.name() + " is defined twice");
    }
    if (!local && isHidden(symbol)) {
      hidden.add(symbol.name());
    }
    Function before = bySection.get(symbol.section()).put(function.start(), function);
    if (before != null) {
      throw section.malformed(
          symbol.value(),
          "functions %s and %s share a start".formatted(before.name(), symbol.name()));
    }
  }

  /** Hidden functions are verified where they are called, as libbpf has it. */
  private static Linkage linkage(ElfSymbol symbol) {
    if (symbol.binding() == ElfSymbol.LOCAL || isHidden(symbol)) {
      return Linkage.STATIC;
    }
    return symbol.binding() == ElfSymbol.WEAK ? Linkage.WEAK : Linkage.GLOBAL;
  }

  private static boolean isHidden(ElfSymbol symbol) {
    return symbol.visibility() == HIDDEN || symbol.visibility() == INTERNAL;
  }

  private String unique(String name) {
    String candidate = name;
    while (names.contains(candidate)) {
      candidate = name + "." + suffixes.merge(name, 1, Integer::sum);
    }
    return candidate;
  }

  private void checkCover(int index, TreeMap<Integer, Function> functions) {
    ElfSection section = elf.sections().get(index);
    long end = 0;
    for (Function function : functions.values()) {
      if (function.start() < end) {
        throw section.malformed(
            function.start(), "function " + function.name() + " begins within another");
      }
      checkNoGap(section, end, function.start());
      end = function.end();
    }
    checkNoGap(section, end, section.size());
  }

  private static void checkNoGap(ElfSection section, long from, long to) {
    if (from < to) {
      throw section.malformed(from, "%d bytes belong to no function symbol".formatted(to - from));
    }
  }

  /** The indices of the code sections that are not empty, in ascending order. */
  Collection<Integer> sections() {
    return bySection.keySet().stream().filter(i -> !bySection.get(i).isEmpty()).toList();
  }

  /** Whether a section holds code. */
  boolean hasSection(int index) {
    return bySection.containsKey(index);
  }

  /** The names of functions that are global in their file but hidden from others. */
  Set<String> hidden() {
    return hidden;
  }

  /** The functions of a section in order of offset. */
  Collection<Function> in(int section) {
    return bySection.get(section).values();
  }

  /** The function that begins at a byte offset of a section, or null. */
  Function startingAt(int section, long offset) {
    if (offset < 0 || offset > Integer.MAX_VALUE) {
      return null;
    }
    return bySection.get(section).get((int) offset);
  }

  /** The function that a byte offset of a section lies in, or null. */
  Function containing(int section, long offset) {
    if (offset < 0 || offset > Integer.MAX_VALUE) {
      return null;
    }
    Map.Entry<Integer, Function> entry = bySection.get(section).floorEntry((int) offset);
    return entry == null || offset >= entry.getValue().end() ? null : entry.getValue();
  }
}
