package io.bpf4j.asm;

import io.bpf4j.isa.Code;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** A listing of several sections, as {@code llvm-objdump -d} prints it. */
final class ListingText {
  private static final String SECTION = "Disassembly of section ";
  private static final String FORMAT = ":\tfile format ";

  private final ByteOrder order;
  private final Map<String, FunctionText> sections = new LinkedHashMap<>();
  private FunctionText section;

  ListingText(ByteOrder order) {
    this.order = order;
  }

  void add(Cursor in, String line) {
    if (line.startsWith(SECTION) && line.endsWith(":")) {
      String name = line.substring(SECTION.length(), line.length() - 1);
      section = new FunctionText(order);
      if (sections.putIfAbsent(name, section) != null) {
        throw in.error(0, "section \"" + name + "\" is there twice");
      }
    } else if (section != null) {
      section.add(in, line);
    } else if (!in.atEnd() && !line.contains(FORMAT)) {
      throw in.expected("\"" + SECTION.strip() + "\"");
    }
  }

  Map<String, Code> assemble() {
    Map<String, Code> out = new LinkedHashMap<>();
    sections.forEach((name, text) -> out.put(name, text.assemble(Symbols.UNDECLARED, null)));
    return out;
  }
}
