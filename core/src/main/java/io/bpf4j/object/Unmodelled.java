package io.bpf4j.object;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A part of an object file that is valid, but whose meaning is not modelled: named in reports, and
 * kept so that it is written again.
 */
public sealed interface Unmodelled {
  /** The section's name. */
  String name();

  /**
   * A section with its bytes.
   *
   * @param name its name; not null
   * @param type SHT_* of ELF
   * @param flags SHF_* of ELF
   * @param alignment in bytes, 0 or a power of two
   * @param size in bytes; more than {@code bytes} has where the section takes no place in the file
   * @param bytes its content; must not be changed
   */
  record Section(String name, int type, long flags, long alignment, long size, byte[] bytes)
      implements Unmodelled {
    public Section {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(bytes, "bytes");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Section section
          && name.equals(section.name)
          && type == section.type
          && flags == section.flags
          && alignment == section.alignment
          && size == section.size
          && Arrays.equals(bytes, section.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * Objects.hash(name, type, flags, alignment, size) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Section[%s, type=%d, flags=%#x, %d bytes]".formatted(name, type, flags, size);
    }
  }

  /**
   * A table of relocations for a section that the kernel has no way to relocate, such as variables
   * that hold addresses of others.
   *
   * @param name the table's name; not null
   * @param section the section that it applies to; not null
   * @param entries in file order
   */
  record Relocations(String name, String section, List<Relocation> entries) implements Unmodelled {
    public Relocations {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(section, "section");
      entries = List.copyOf(entries);
    }
  }

  /**
   * One relocation.
   *
   * @param offset the place to patch, in bytes from the section's start
   * @param type R_BPF_* (kernel: Documentation/bpf/llvm_reloc.rst)
   * @param symbol what it refers to: a symbol's name, or a section's; not null
   * @param sectionSymbol whether {@code symbol} is a section
   * @param addend what is added besides what stands in place
   */
  record Relocation(long offset, int type, String symbol, boolean sectionSymbol, long addend) {
    public Relocation {
      Objects.requireNonNull(symbol, "symbol");
    }
  }
}
