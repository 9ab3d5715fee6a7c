package io.bpf4j.elf.reading;

import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfRelocation;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.elf.format.ElfSymbol;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.kernel.SectionRole;
import io.bpf4j.object.Unmodelled;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what an object holds that is valid, but that the object model does not carry. What only
 * debuggers and linkers read, DWARF and such, is no part of an object: those sections are not
 * loaded.
 */
final class KeptSections {
  private static final Set<SectionRole> MODELLED =
      EnumSet.of(
          SectionRole.LICENSE,
          SectionRole.VERSION,
          SectionRole.MAPS,
          SectionRole.BTF,
          SectionRole.GLOBALS,
          SectionRole.STRUCT_OPS,
          SectionRole.ARENA);

  private static final String LEGACY_MAPS = "maps";

  private final ElfFile elf;

  KeptSections(ElfFile elf) {
    this.elf = elf;
  }

  /** The sections and tables, in file order. */
  List<Unmodelled> read() {
    List<Unmodelled> out = new ArrayList<>();
    for (ElfSection section : elf.sections()) {
      if (section.isRelocations()) {
        ElfSection target = target(section);
        if (target != null && isLoaded(target) && (isKept(target) || isVariables(target))) {
          out.add(relocations(section, target));
        }
      } else if (isLoaded(section) && isKept(section)) {
        out.add(
            new Unmodelled.Section(
                section.name(),
                section.type(),
                section.flags(),
                section.alignment(),
                section.size(),
                section.bytes()));
      }
    }
    return out;
  }

  private static boolean isLoaded(ElfSection section) {
    return (section.flags() & ElfSection.ALLOC) != 0 && section.size() > 0;
  }

  private static boolean isKept(ElfSection section) {
    SectionRole role = SectionNames.role(section.name()).orElse(null);
    return !section.isCode() && !section.name().equals(LEGACY_MAPS) && !MODELLED.contains(role);
  }

  /** Addresses within variables are nothing that the kernel could fill in. */
  private static boolean isVariables(ElfSection section) {
    SectionRole role = SectionNames.role(section.name()).orElse(null);
    return role == SectionRole.GLOBALS || role == SectionRole.ARENA;
  }

  private ElfSection target(ElfSection table) {
    boolean known = table.info() > 0 && table.info() < elf.sections().size();
    return known ? elf.sections().get(table.info()) : null;
  }

  private Unmodelled.Relocations relocations(ElfSection table, ElfSection target) {
    List<Unmodelled.Relocation> entries = new ArrayList<>();
    for (ElfRelocation entry : elf.relocations(table)) {
      ElfSymbol symbol = elf.symbols().get(entry.symbol());
      boolean section = symbol.isDefined() && symbol.binding() == ElfSymbol.LOCAL;
      entries.add(
          new Unmodelled.Relocation(
              entry.offset(),
              entry.type(),
              section ? elf.sections().get(symbol.section()).name() : symbol.name(),
              section,
              entry.addend() + (section ? symbol.value() : 0)));
    }
    return new Unmodelled.Relocations(table.name(), target.name(), entries);
  }
}
