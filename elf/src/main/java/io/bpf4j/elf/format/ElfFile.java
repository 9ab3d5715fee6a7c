package io.bpf4j.elf.format;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A 64-bit ELF file: header, sections and symbols; knows nothing of BPF (System V gABI, chapter 4).
 *
 * @param byteOrder of the whole file; not null
 * @param type ET_*
 * @param machine EM_*
 * @param flags of the processor
 * @param sections in order of index; the first is the null section. Without the table of sections'
 *     names, symbol table and relocations when written: those are made
 * @param symbols in order of index; the first is the null symbol. Empty where the file has no
 *     symbol table
 */
public record ElfFile(
    ByteOrder byteOrder,
    int type,
    int machine,
    int flags,
    List<ElfSection> sections,
    List<ElfSymbol> symbols) {
  /** ET_REL: a relocatable object. */
  public static final int RELOCATABLE = 1;

  public ElfFile {
    Objects.requireNonNull(byteOrder, "byteOrder");
    sections = List.copyOf(sections);
    symbols = List.copyOf(symbols);
  }

  /**
   * Reads a file. The sections' contents are views of {@code bytes}, which must not be changed.
   *
   * @throws io.bpf4j.MalformedException where it is no ELF file, a 32-bit one, or a broken one
   */
  public static ElfFile read(byte[] bytes) {
    return new ElfReader(bytes).read();
  }

  /** The first section with a name. */
  public Optional<ElfSection> section(String name) {
    int index = indexOf(name);
    return index < 0 ? Optional.empty() : Optional.of(sections.get(index));
  }

  /** The index of the first section with a name, or -1 where there is none. */
  public int indexOf(String name) {
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The entries of a table of relocations, in file order.
   *
   * @param table a section for which {@link ElfSection#isRelocations}
   * @throws io.bpf4j.MalformedException where an entry is cut short or names no symbol
   */
  public List<ElfRelocation> relocations(ElfSection table) {
    return RelocationTable.read(table, symbols.size());
  }
}
