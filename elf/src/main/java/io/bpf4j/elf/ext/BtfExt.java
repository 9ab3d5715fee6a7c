package io.bpf4j.elf.ext;

import java.util.List;
import java.util.Map;

/**
 * What .BTF.ext says of each section (kernel: Documentation/bpf/btf.rst, ".BTF.ext Section").
 * Offsets are in bytes from the start of the section.
 *
 * @param sections by section name, in file order
 */
public record BtfExt(Map<String, SectionRecords> sections) {
  /** Nothing at all. */
  public static final BtfExt EMPTY = new BtfExt(Map.of());

  /** What is said of one section, each list in file order. */
  public record SectionRecords(
      List<FunctionRecord> functions, List<LineRecord> lines, List<CoreRecord> relocations) {}

  /** A function begins at {@code offset}; {@code type} is its BTF_KIND_FUNC. */
  public record FunctionRecord(int offset, int type) {}

  /** A source line begins at {@code offset}. */
  public record LineRecord(int offset, String file, String text, int line, int column) {}

  /** A CO-RE relocation of the instruction at {@code offset}. */
  public record CoreRecord(int offset, int type, String access, int kind) {}
}
