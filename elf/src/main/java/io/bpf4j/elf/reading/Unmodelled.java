package io.bpf4j.elf.reading;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.elf.format.ElfSymbol;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.kernel.SectionRole;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds what an object holds that is valid, but that the object model does not carry. */
final class Unmodelled {
  private final ElfFile elf;
  private final Btf btf;

  Unmodelled(ElfFile elf, Btf btf) {
    this.elf = elf;
    this.btf = btf;
  }

  /** The names, in file order. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (ElfSection section : elf.sections()) {
      if (section.isRelocations() ? isUnmodelledTable(section) : isUnmodelled(section)) {
        names.add(section.name());
      }
    }
    if (btf.findId(BtfType.DataSec.class, ".kconfig") != 0) {
      names.add(".kconfig");
    }
    for (ElfSymbol symbol : elf.symbols()) {
      if (symbol.section() == ElfSymbol.UNDEFINED && symbol.binding() == ElfSymbol.WEAK) {
        names.add("weak symbol " + symbol.name());
      }
    }
    return names;
  }

  private static boolean isUnmodelled(ElfSection section) {
    boolean loaded = (section.flags() & ElfSection.ALLOC) != 0 && section.size() > 0;
    if (!loaded || section.isCode()) {
      return false;
    }
    SectionRole role = SectionNames.role(section.name()).orElse(null);
    return role != SectionRole.LICENSE
        && role != SectionRole.MAPS
        && role != SectionRole.BTF
        && role != SectionRole.GLOBALS;
  }

  /** Addresses within variables, which the kernel has no way to fill in. */
  private boolean isUnmodelledTable(ElfSection table) {
    if (table.info() <= 0 || table.info() >= elf.sections().size()) {
      return false;
    }
    ElfSection target = elf.sections().get(table.info());
    return SectionNames.role(target.name()).orElse(null) == SectionRole.GLOBALS;
  }
}
