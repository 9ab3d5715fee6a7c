package io.bpf4j.elf.reading;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfSection;
import io.bpf4j.btf.BtfType;
import io.bpf4j.elf.ext.BtfExt;
import io.bpf4j.elf.ext.BtfExtDecoder;
import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfRelocation;
import io.bpf4j.elf.format.ElfSection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * .BTF and .BTF.ext of an object. Compilers leave it to the loader to fill in where variables are
 * and how large their sections: that is done here, from relocations and section headers.
 */
final class TypeSection {
  /** R_BPF_64_ABS32 and R_BPF_64_NODYLD32 (kernel: Documentation/bpf/llvm_reloc.rst). */
  private static final Set<Integer> WORD_RELOCATIONS = Set.of(3, 4);

  private static final int WORD_BYTES = 4;

  private final ElfFile elf;
  private final Btf btf;
  private final BtfExt ext;

  private TypeSection(ElfFile elf, Btf btf, BtfExt ext) {
    this.elf = elf;
    this.btf = btf;
    this.ext = ext;
  }

  /** Reads both sections; without .BTF there are no types. */
  static TypeSection read(ElfFile elf, Set<String> hiddenFunctions) {
    ElfSection types = elf.section(".BTF").orElse(null);
    ElfSection extension = elf.section(".BTF.ext").orElse(null);
    if (types == null) {
      if (extension != null) {
        throw extension.malformed(-1, "there is no .BTF that it could refer to");
      }
      return new TypeSection(elf, Btf.EMPTY, BtfExt.EMPTY);
    }
    BtfSection section = BtfSection.decode(ByteBuffer.wrap(relocated(elf, types)));
    BtfExt ext =
        extension == null ? BtfExt.EMPTY : BtfExtDecoder.decode(extension.content(), section);
    TypeSection read = new TypeSection(elf, section.btf(), ext);
    return new TypeSection(elf, read.completed(hiddenFunctions), ext);
  }

  Btf btf() {
    return btf;
  }

  BtfExt ext() {
    return ext;
  }

  private static byte[] relocated(ElfFile elf, ElfSection types) {
    byte[] bytes = types.bytes();
    ByteBuffer patched = ByteBuffer.wrap(bytes).order(elf.byteOrder());
    int index = elf.indexOf(types.name());
    for (ElfSection table : elf.sections()) {
      if (table.isRelocations() && table.info() == index) {
        elf.relocations(table).forEach(relocation -> patch(elf, table, patched, relocation));
      }
    }
    return bytes;
  }

  private static void patch(
      ElfFile elf, ElfSection table, ByteBuffer bytes, ElfRelocation relocation) {
    long offset = relocation.offset();
    if (offset < 0 || offset > bytes.limit() - WORD_BYTES) {
      throw table.malformed(-1, "relocates offset " + offset + ", past the end of .BTF");
    }
    if (!WORD_RELOCATIONS.contains(relocation.type())) {
      throw table.malformed(-1, "unknown relocation type " + relocation.type() + " in .BTF");
    }
    int at = (int) offset;
    long value = elf.symbols().get(relocation.symbol()).value() + relocation.addend();
    bytes.putInt(at, (int) (bytes.getInt(at) + value));
  }

  private Btf completed(Set<String> hiddenFunctions) {
    Map<String, ElfSection> sections = new HashMap<>();
    elf.sections().forEach(section -> sections.putIfAbsent(section.name(), section));
    List<BtfType> types = new ArrayList<>(btf.types().size());
    for (BtfType type : btf.types()) {
      if (type instanceof BtfType.DataSec section) {
        types.add(completed(section, sections.get(section.name())));
      } else if (type instanceof BtfType.Func function
          && hiddenFunctions.contains(function.name())) {
        types.add(new BtfType.Func(function.name(), function.type(), BtfType.Linkage.STATIC));
      } else {
        types.add(type);
      }
    }
    return Btf.of(types);
  }

  private static BtfType.DataSec completed(BtfType.DataSec section, ElfSection place) {
    if (place == null || section.size() != 0) {
      return section;
    }
    if (place.size() > Integer.MAX_VALUE) {
      throw place.malformed(-1, "is larger than BTF can say");
    }
    List<BtfType.SectionVar> vars = new ArrayList<>(section.vars());
    vars.sort(Comparator.comparingInt(BtfType.SectionVar::offset));
    return new BtfType.DataSec(section.name(), (int) place.size(), vars);
  }
}
