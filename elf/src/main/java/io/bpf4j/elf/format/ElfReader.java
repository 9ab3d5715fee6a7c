package io.bpf4j.elf.format;

import io.bpf4j.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Bytes to {@link ElfFile}; checks every offset, size and index before it uses it. */
final class ElfReader {
  static final int HEADER_BYTES = 64;
  static final int SECTION_BYTES = 64;
  static final int SYMBOL_BYTES = 24;
  private static final String HEADER = "ELF header";
  private static final String SECTIONS = "section headers";
  private static final int INDEX_ELSEWHERE = 0xffff;

  private final ByteBuffer file;

  ElfReader(byte[] bytes) {
    this.file = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** A section header as it stands in the file. */
  private record Header(int index, int name, ElfSection section, long offset) {}

  ElfFile read() {
    checkIdentification();
    List<Header> headers = headers();
    checkOverlap(headers);
    List<ElfSection> sections = named(headers);
    return new ElfFile(
        file.order(),
        file.getShort(16) & 0xffff,
        file.getShort(18) & 0xffff,
        file.getInt(48),
        sections,
        symbols(sections));
  }

  private void checkIdentification() {
    int size = file.limit();
    if (size == 0) {
      throw new MalformedException(HEADER, 0, "the file is empty");
    }
    byte[] start = new byte[Math.min(size, 4)];
    file.get(0, start);
    if (!java.util.Arrays.equals(start, new byte[] {0x7f, 'E', 'L', 'F'})) {
      String found = HexFormat.ofDelimiter(" ").formatHex(start);
      throw new MalformedException(
          HEADER, 0, "no ELF magic: the file begins with " + found + ", not 7f 45 4c 46");
    }
    if (size < HEADER_BYTES) {
      throw new MalformedException(
          HEADER, size, "the file ends within the header of " + HEADER_BYTES + " bytes");
    }
    int bits = file.get(4);
    if (bits != 2) {
      String what = bits == 1 ? "a 32-bit ELF file" : "unknown ELF class " + (bits & 0xff);
      throw new MalformedException(HEADER, 4, what + ": only 64-bit files are read");
    }
    file.order(
        switch (file.get(5)) {
          case 1 -> ByteOrder.LITTLE_ENDIAN;
          case 2 -> ByteOrder.BIG_ENDIAN;
          default ->
              throw new MalformedException(HEADER, 5, "unknown byte order " + (file.get(5) & 0xff));
        });
    if (file.get(6) != 1 || file.getInt(20) != 1) {
      throw new MalformedException(HEADER, 6, "unknown ELF version");
    }
  }

  private List<Header> headers() {
    long start = file.getLong(40);
    if (start == 0) {
      throw new MalformedException(HEADER, 40, "there are no sections");
    }
    if ((file.getShort(58) & 0xffff) != SECTION_BYTES) {
      throw new MalformedException(
          HEADER, 58, "section headers of " + (file.getShort(58) & 0xffff) + " bytes, not 64");
    }
    if (start < HEADER_BYTES || start > file.limit() - SECTION_BYTES) {
      throw new MalformedException(
          HEADER,
          40,
          "the section headers at %s are past the file's %d bytes: it is cut short"
              .formatted(Long.toUnsignedString(start), file.limit()));
    }
    long count = file.getShort(60) & 0xffff;
    if (count == 0) {
      // More than 65279 sections: the count is the size of the null section.
      count = file.getLong((int) start + 32);
    }
    if (count < 1 || count > (file.limit() - start) / SECTION_BYTES) {
      throw new MalformedException(
          HEADER,
          60,
          "%s section headers at %d go past the file's %d bytes: it is cut short"
              .formatted(Long.toUnsignedString(count), start, file.limit()));
    }
    List<Header> headers = new ArrayList<>((int) count);
    for (int i = 0; i < count; i++) {
      headers.add(header(i, (int) start + i * SECTION_BYTES));
    }
    return headers;
  }

  private Header header(int index, int at) {
    int type = file.getInt(at + 4);
    long offset = file.getLong(at + 24);
    long size = file.getLong(at + 32);
    boolean inFile = type != ElfSection.NULL && type != ElfSection.NOBITS;
    boolean fits =
        offset >= 0 && size >= 0 && offset <= file.limit() && size <= file.limit() - offset;
    if (inFile && !fits) {
      throw new MalformedException(
          SECTIONS,
          at,
          "section %d at %s of size %s goes past the file's %d bytes: it is cut short"
              .formatted(
                  index, Long.toUnsignedString(offset), Long.toUnsignedString(size), file.limit()));
    }
    ByteBuffer content =
        inFile ? file.slice((int) offset, (int) size) : ByteBuffer.allocate(0).asReadOnlyBuffer();
    ElfSection section =
        new ElfSection(
            "",
            type,
            file.getLong(at + 8),
            file.getInt(at + 40),
            file.getInt(at + 44),
            file.getLong(at + 48),
            file.getLong(at + 56),
            type == ElfSection.NULL ? 0 : size,
            content.order(file.order()));
    return new Header(index, file.getInt(at), section, offset);
  }

  private void checkOverlap(List<Header> headers) {
    List<Header> inFile = new ArrayList<>();
    headers.stream().filter(h -> h.section().content().limit() > 0).forEach(inFile::add);
    inFile.sort(Comparator.comparingLong(Header::offset));
    long end = HEADER_BYTES;
    for (Header header : inFile) {
      if (header.offset() < end) {
        throw new MalformedException(
            SECTIONS,
            file.getLong(40) + (long) header.index() * SECTION_BYTES,
            "section %d at %d overlaps what ends at %d"
                .formatted(header.index(), header.offset(), end));
      }
      end = header.offset() + header.section().content().limit();
    }
  }

  private List<ElfSection> named(List<Header> headers) {
    int index = file.getShort(62) & 0xffff;
    if (index == INDEX_ELSEWHERE) {
      index = headers.get(0).section().link();
    }
    if (index <= 0 || index >= headers.size()) {
      throw new MalformedException(
          HEADER, 62, "the names are in section " + index + " of " + headers.size());
    }
    Strings names = new Strings(headers.get(index).section());
    List<ElfSection> sections = new ArrayList<>(headers.size());
    for (Header header : headers) {
      ElfSection s = header.section();
      String name = names.at(header.name(), "section " + header.index());
      sections.add(
          new ElfSection(
              name,
              s.type(),
              s.flags(),
              s.link(),
              s.info(),
              s.alignment(),
              s.entrySize(),
              s.size(),
              s.content()));
    }
    return sections;
  }

  private static List<ElfSymbol> symbols(List<ElfSection> sections) {
    ElfSection table = null;
    for (ElfSection section : sections) {
      if (section.type() == ElfSection.SYMTAB && table != null) {
        throw section.malformed(-1, "is a second symbol table");
      }
      table = section.type() == ElfSection.SYMTAB ? section : table;
    }
    return table == null ? List.of() : new SymbolTable(table, sections).read();
  }
}
