package io.bpf4j.elf.format;

import io.bpf4j.MalformedException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A section and its content (System V gABI, "Sections").
 *
 * @param name its name; not null
 * @param type SHT_*
 * @param flags SHF_*
 * @param link index of a related section, as {@code type} says
 * @param info extra information, as {@code type} says
 * @param alignment in bytes, 0 or a power of two
 * @param entrySize size of an entry in bytes, 0 where the section holds no table
 * @param size in bytes; for {@link #NOBITS} the size that it has in memory
 * @param content its bytes in the file's byte order, read-only, position 0; empty for {@link
 *     #NOBITS}
 */
public record ElfSection(
    String name,
    int type,
    long flags,
    int link,
    int info,
    long alignment,
    long entrySize,
    long size,
    ByteBuffer content) {
  /** SHT_NULL. */
  public static final int NULL = 0;

  /** SHT_PROGBITS. */
  public static final int PROGBITS = 1;

  /** SHT_SYMTAB. */
  public static final int SYMTAB = 2;

  /** SHT_STRTAB. */
  public static final int STRTAB = 3;

  /** SHT_RELA. */
  public static final int RELA = 4;

  /** SHT_NOBITS. */
  public static final int NOBITS = 8;

  /** SHT_REL. */
  public static final int REL = 9;

  /** SHF_WRITE. */
  public static final long WRITE = 1;

  /** SHF_ALLOC. */
  public static final long ALLOC = 2;

  /** SHF_EXECINSTR. */
  public static final long EXECUTE = 4;

  /** SHF_MERGE. */
  public static final long MERGE = 0x10;

  /** SHF_STRINGS. */
  public static final long STRINGS = 0x20;

  /** SHF_INFO_LINK. */
  public static final long INFO_LINK = 0x40;

  public ElfSection {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(content, "content");
  }

  /** The content, at position 0 and in the file's byte order; a view of its own. */
  @Override
  public ByteBuffer content() {
    return content.duplicate().order(content.order());
  }

  /** A copy of the content; for {@link #NOBITS} an empty array. */
  public byte[] bytes() {
    byte[] bytes = new byte[content.limit()];
    content.get(0, bytes);
    return bytes;
  }

  /** Whether it is executable and has content: code. */
  public boolean isCode() {
    return type == PROGBITS && (flags & EXECUTE) != 0;
  }

  /** Whether a table of relocations. */
  public boolean isRelocations() {
    return type == REL || type == RELA;
  }

  /** An error at a byte offset of this section. */
  public MalformedException malformed(long offset, String reason) {
    return new MalformedException(name.isEmpty() ? "unnamed section" : name, offset, reason);
  }
}
