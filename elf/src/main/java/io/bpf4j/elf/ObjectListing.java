package io.bpf4j.elf;

import io.bpf4j.asm.LlvmSyntax;
import io.bpf4j.asm.SectionListing;
import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.elf.format.ElfSymbol;
import java.util.ArrayList;
import java.util.List;

/** The code of an ELF file as {@code llvm-objdump -d} of LLVM 19 lists it, to the letter. */
public final class ObjectListing {
  private ObjectListing() {}

  /**
   * The listing; every line ends in a newline.
   *
   * @param bytes the file; not changed
   * @param name the file's name, which the listing begins with
   * @param syntax how instructions are written
   * @throws io.bpf4j.MalformedException where it is no ELF file or a broken one
   */
  public static String of(byte[] bytes, String name, LlvmSyntax syntax) {
    ElfFile file = ElfFile.read(bytes);
    StringBuilder out = new StringBuilder();
    out.append('\n').append(name).append(":\tfile format elf64-bpf\n");
    for (int i = 0; i < file.sections().size(); i++) {
      ElfSection section = file.sections().get(i);
      if (section.isCode()) {
        List<SectionListing.Symbol> symbols = symbols(file, i);
        out.append(
            SectionListing.of(section.name(), section.bytes(), file.byteOrder(), symbols, syntax));
      }
    }
    return out.toString();
  }

  private static List<SectionListing.Symbol> symbols(ElfFile file, int section) {
    List<SectionListing.Symbol> out = new ArrayList<>();
    for (ElfSymbol symbol : file.symbols()) {
      if (symbol.section() == section && symbol.type() != ElfSymbol.SECTION) {
        out.add(new SectionListing.Symbol(symbol.name(), symbol.value()));
      }
    }
    return out;
  }
}
