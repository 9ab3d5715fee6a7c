package io.bpf4j.elf.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds a relocatable 64-bit ELF file. The layout follows from the order of the calls alone: the
 * given sections, a table of relocations for each that has any, the symbol table (local symbols
 * first, as ELF demands), the string table, the section headers. Not thread-safe.
 */
public final class ElfBuilder {
  private static final int TABLE_ALIGNMENT = 8;

  private record Part(
      String name, int type, long flags, int alignment, byte[] content, long size) {}

  private record Symbol(
      String name, int binding, int type, int section, long value, long size, int handle) {}

  private record Relocation(long offset, int symbol, int type) {}

  private final ByteOrder order;
  private final int machine;
  private final List<Part> parts = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final Map<Integer, List<Relocation>> relocations = new TreeMap<>();

  /** A builder of an ET_REL file. */
  public ElfBuilder(ByteOrder order, int machine) {
    this.order = order;
    this.machine = machine;
  }

  /** Adds a section with content and returns its index. */
  public int section(String name, long flags, int alignment, byte[] content) {
    parts.add(
        new Part(name, ElfSection.PROGBITS, flags, alignment, content.clone(), content.length));
    return parts.size();
  }

  /** Adds a section of zeros that takes no place in the file and returns its index. */
  public int zeros(String name, long flags, int alignment, long size) {
    parts.add(new Part(name, ElfSection.NOBITS, flags, alignment, new byte[0], size));
    return parts.size();
  }

  /**
   * Adds a symbol and returns a handle for {@link #relocate}.
   *
   * @param section index of the section that defines it, or {@link ElfSymbol#UNDEFINED}
   */
  public int symbol(String name, int binding, int type, int section, long value, long size) {
    symbols.add(new Symbol(name, binding, type, section, value, size, symbols.size()));
    return symbols.size() - 1;
  }

  /** Adds a relocation whose addend is in place. */
  public void relocate(int section, long offset, int symbolHandle, int type) {
    relocations
        .computeIfAbsent(section, s -> new ArrayList<>())
        .add(new Relocation(offset, symbolHandle, type));
  }

  /** The file. */
  public byte[] build() {
    return new Layout().build();
  }

  /** One file being laid out. */
  private final class Layout {
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new HashMap<>();
    private final List<ElfSection> sections = new ArrayList<>();
    private final int tables = parts.size() + 1;
    private final int symbolTable = tables + relocations.size();
    private int firstGlobal;
    private int[] handles;

    byte[] build() {
      string("");
      for (Part part : parts) {
        add(part.name(), part.type(), part.flags(), 0, 0, part.alignment(), 0, part.content());
      }
      byte[] symbolBytes = symbolBytes();
      relocations.forEach(this::addRelocations);
      long entry = ElfReader.SYMBOL_BYTES;
      int names = symbolTable + 1;
      add(".symtab", ElfSection.SYMTAB, 0, names, firstGlobal, TABLE_ALIGNMENT, entry, symbolBytes);
      string(".symtab");
      sections.forEach(section -> string(section.name()));
      string(".strtab");
      add(".strtab", ElfSection.STRTAB, 0, 0, 0, 1, 0, strings.toByteArray());
      return file();
    }

    private byte[] symbolBytes() {
      List<Symbol> sorted = new ArrayList<>();
      symbols.stream().filter(s -> s.binding() == ElfSymbol.LOCAL).forEach(sorted::add);
      firstGlobal = sorted.size() + 1;
      symbols.stream().filter(s -> s.binding() != ElfSymbol.LOCAL).forEach(sorted::add);
      ByteBuffer out =
          ByteBuffer.allocate((sorted.size() + 1) * ElfReader.SYMBOL_BYTES).order(order);
      out.position(ElfReader.SYMBOL_BYTES);
      handles = new int[sorted.size()];
      for (Symbol symbol : sorted) {
        handles[symbol.handle()] = out.position() / ElfReader.SYMBOL_BYTES;
        out.putInt(string(symbol.name()));
        out.put((byte) (symbol.binding() << 4 | symbol.type())).put((byte) 0);
        out.putShort((short) symbol.section());
        out.putLong(symbol.value()).putLong(symbol.size());
      }
      return out.array();
    }

    private void addRelocations(int target, List<Relocation> list) {
      ByteBuffer out = ByteBuffer.allocate(list.size() * RelocationTable.REL_BYTES).order(order);
      for (Relocation relocation : list) {
        out.putLong(relocation.offset());
        out.putLong((long) handles[relocation.symbol()] << 32 | relocation.type());
      }
      String name = ".rel" + parts.get(target - 1).name();
      long flags = ElfSection.INFO_LINK;
      int entry = RelocationTable.REL_BYTES;
      int align = TABLE_ALIGNMENT;
      add(name, ElfSection.REL, flags, symbolTable, target, align, entry, out.array());
    }

    private void add(
        String name,
        int type,
        long flags,
        int link,
        int info,
        long alignment,
        long entrySize,
        byte[] content) {
      long size = type == ElfSection.NOBITS ? parts.get(sections.size()).size() : content.length;
      sections.add(
          new ElfSection(
              name,
              type,
              flags,
              link,
              info,
              alignment,
              entrySize,
              size,
              ByteBuffer.wrap(content).order(order)));
    }

    private int string(String text) {
      return offsets.computeIfAbsent(
          text,
          t -> {
            int offset = strings.size();
            strings.writeBytes(t.getBytes(StandardCharsets.UTF_8));
            strings.write(0);
            return offset;
          });
    }

    private byte[] file() {
      long[] places = new long[sections.size()];
      long end = ElfReader.HEADER_BYTES;
      for (int i = 0; i < places.length; i++) {
        places[i] = align(end, sections.get(i).alignment());
        end = places[i] + sections.get(i).content().limit();
      }
      long headers = align(end, TABLE_ALIGNMENT);
      int length = Math.toIntExact(headers + (long) (places.length + 1) * ElfReader.SECTION_BYTES);
      ByteBuffer out = ByteBuffer.allocate(length).order(order);
      header(out, headers);
      out.position((int) headers + ElfReader.SECTION_BYTES);
      for (int i = 0; i < places.length; i++) {
        ElfSection s = sections.get(i);
        out.putInt(string(s.name())).putInt(s.type()).putLong(s.flags()).putLong(0);
        out.putLong(places[i]).putLong(s.size()).putInt(s.link()).putInt(s.info());
        out.putLong(s.alignment()).putLong(s.entrySize());
        out.put((int) places[i], s.bytes());
      }
      return out.array();
    }

    private void header(ByteBuffer out, long headers) {
      out.put(new byte[] {0x7f, 'E', 'L', 'F', 2});
      out.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2)).put((byte) 1);
      out.position(16);
      out.putShort((short) ElfFile.RELOCATABLE).putShort((short) machine).putInt(1);
      out.putLong(0).putLong(0).putLong(headers).putInt(0);
      out.putShort((short) ElfReader.HEADER_BYTES).putShort((short) 0).putShort((short) 0);
      out.putShort((short) ElfReader.SECTION_BYTES).putShort((short) (sections.size() + 1));
      out.putShort((short) sections.size());
    }

    private static long align(long offset, long alignment) {
      return (offset + alignment - 1) / alignment * alignment;
    }
  }
}
