package io.bpf4j.asm;

import io.bpf4j.isa.Code;
import io.bpf4j.object.ObjectSpec;

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

  /**
   * The object in a text. Besides instructions it holds directives:
   *
   * <pre>{@code
   * .license "GPL"
   * .order little                     # or big; little where it is not said
   * .map blocked, hash, key=4, value=8, entries=1024   # also flags=, extra=, pinned
   * .ksym name                        # a kernel variable
   * .kfunc name                       # a kernel function
   * .rodata                           # or .data, .bss, or .section with their names
   * limit: .u32 5, 6                  # .u8 .u16 .u32 .u64 .zero N .align N .ascii "" .asciz ""
   * .section "xdp"                    # what the section's name says is the programs' type
   * .program drop                     # instructions follow
   *   r1 = blocked ll
   *   r2 = limit + 4 ll
   * .text
   * .subprogram parse, static         # or global, weak
   * }</pre>
   *
   * Labels are their function's own; other names are the object's. Every instruction has its line
   * of the text for a source line.
   *
   * @param name the object's name, and the file's in source lines; not null
   * @throws io.bpf4j.AssemblyException with line, column and what was expected, where the text is
   *     no object
   */
  public static ObjectSpec object(String name, String text) {
    ObjectText object = new ObjectText(name);
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      object.add(new Cursor(lines[i], i + 1), lines[i]);
    }
    return object.assemble();
  }
}
