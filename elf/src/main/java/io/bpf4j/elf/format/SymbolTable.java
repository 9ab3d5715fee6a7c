package io.bpf4j.elf.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An Elf64_Sym table that is being read. */
final class SymbolTable {
  private final ElfSection table;
  private final List<ElfSection> sections;

  SymbolTable(ElfSection table, List<ElfSection> sections) {
    this.table = table;
    this.sections = sections;
  }

  List<ElfSymbol> read() {
    ByteBuffer in = table.content();
    if (table.entrySize() != ElfReader.SYMBOL_BYTES || in.limit() % ElfReader.SYMBOL_BYTES != 0) {
      throw table.malformed(
          -1,
          "%d bytes with entries of %d are no table of entries of %d"
              .formatted(in.limit(), table.entrySize(), ElfReader.SYMBOL_BYTES));
    }
    if (table.link() <= 0 || table.link() >= sections.size()) {
      throw table.malformed(
          -1, "its names are in section " + table.link() + " of " + sections.size());
    }
    Strings names = new Strings(sections.get(table.link()));
    List<ElfSymbol> symbols = new ArrayList<>(in.limit() / ElfReader.SYMBOL_BYTES);
    while (in.hasRemaining()) {
      symbols.add(symbol(in, names, symbols.size()));
    }
    return symbols;
  }

  private ElfSymbol symbol(ByteBuffer in, Strings names, int index) {
    int at = in.position();
    int name = in.getInt();
    int info = in.get() & 0xff;
    int other = in.get() & 0xff;
    int section = in.getShort() & 0xffff;
    long value = in.getLong();
    long size = in.getLong();
    if (section >= sections.size() && section < ElfSymbol.FIRST_RESERVED) {
      throw table.malformed(
          at, "symbol %d is in section %d of %d".formatted(index, section, sections.size()));
    }
    String text = names.at(name, "symbol " + index);
    boolean outside = size < 0 || value < 0 || value + size < 0;
    if (section != ElfSymbol.UNDEFINED && section < ElfSymbol.FIRST_RESERVED) {
      outside |= value + size > sections.get(section).size();
    }
    if (outside) {
      throw table.malformed(
          at,
          "symbol %d (%s) at %s of size %s goes past its section"
              .formatted(index, text, Long.toUnsignedString(value), Long.toUnsignedString(size)));
    }
    return new ElfSymbol(text, info >>> 4, info & 0xf, other & 0x3, section, value, size);
  }
}
