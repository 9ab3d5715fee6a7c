package io.bpf4j.asm;

import io.bpf4j.isa.Code;

/** Reads code as text, in both syntaxes that {@link Disassembler} writes. */
public final class Assembler {
  private Assembler() {}

  /**
   * The code in a text: an instruction a line, labels, and the comments and prefixes of listings (a
   * pc before a colon, an opcode in parentheses, a name in angle brackets at the end). The name of
   * an address that is no label is taken for a map's, with a leading dot or an offset for global
   * data; the name of a callee that is neither label nor helper is taken for a subprogram's.
   *
   * @throws io.bpf4j.AssemblyException with line, column and what was expected, where the text is
   *     not code
   */
  public static Code code(String text) {
    FunctionText function = new FunctionText();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      function.add(new Cursor(lines[i], i + 1), lines[i]);
    }
    return function.assemble(Symbols.UNDECLARED, null);
  }
}
