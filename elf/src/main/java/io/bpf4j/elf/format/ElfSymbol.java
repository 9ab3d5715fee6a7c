package io.bpf4j.elf.format;

import java.util.Objects;

/**
 * An entry of the symbol table (System V gABI, "Symbol Table").
 *
 * @param name its name, "" where it has none; not null
 * @param binding {@link #LOCAL}, {@link #GLOBAL}, {@link #WEAK}, or another STB_*
 * @param type {@link #OBJECT}, {@link #FUNCTION}, ... STT_*
 * @param visibility STV_*
 * @param section index of the section that defines it, or {@link #UNDEFINED}, {@link #ABSOLUTE} or
 *     another reserved index
 * @param value offset in that section, in bytes
 * @param size in bytes, 0 where it has none
 */
public record ElfSymbol(
    String name, int binding, int type, int visibility, int section, long value, long size) {
  /** STB_LOCAL. */
  public static final int LOCAL = 0;

  /** STB_GLOBAL. */
  public static final int GLOBAL = 1;

  /** STB_WEAK. */
  public static final int WEAK = 2;

  /** STT_NOTYPE. */
  public static final int NOTYPE = 0;

  /** STT_OBJECT. */
  public static final int OBJECT = 1;

  /** STT_FUNC. */
  public static final int FUNCTION = 2;

  /** STT_SECTION. */
  public static final int SECTION = 3;

  /** STT_FILE. */
  public static final int FILE = 4;

  /** SHN_UNDEF: defined elsewhere. */
  public static final int UNDEFINED = 0;

  /** SHN_ABS. */
  public static final int ABSOLUTE = 0xfff1;

  /** SHN_LORESERVE: section indices from here on are no sections. */
  public static final int FIRST_RESERVED = 0xff00;

  public ElfSymbol {
    Objects.requireNonNull(name, "name");
  }

  /** Whether a section of this file defines it. */
  public boolean isDefined() {
    return section != UNDEFINED && section < FIRST_RESERVED;
  }
}
