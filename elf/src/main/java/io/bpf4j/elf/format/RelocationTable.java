package io.bpf4j.elf.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Elf64_Rel and Elf64_Rela tables. */
final class RelocationTable {
  static final int REL_BYTES = 16;
  private static final int RELA_BYTES = 24;

  private RelocationTable() {}

  static List<ElfRelocation> read(ElfSection table, int symbols) {
    boolean explicit = table.type() == ElfSection.RELA;
    int entry = explicit ? RELA_BYTES : REL_BYTES;
    ByteBuffer in = table.content();
    if (table.entrySize() != entry || in.limit() % entry != 0) {
      throw table.malformed(
          -1,
          "%d bytes with entries of %d are no table of entries of %d"
              .formatted(in.limit(), table.entrySize(), entry));
    }
    List<ElfRelocation> out = new ArrayList<>(in.limit() / entry);
    while (in.hasRemaining()) {
      int at = in.position();
      long offset = in.getLong();
      long info = in.getLong();
      long symbol = info >>> 32;
      if (symbol >= symbols) {
        throw table.malformed(at, "names symbol " + symbol + " of " + symbols);
      }
      out.add(new ElfRelocation(offset, (int) symbol, (int) info, explicit ? in.getLong() : 0));
    }
    return out;
  }
}
