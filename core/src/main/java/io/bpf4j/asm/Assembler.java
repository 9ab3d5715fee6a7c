package io.bpf4j.asm;

import io.bpf4j.isa.Code;
import io.bpf4j.object.ObjectSpec;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.BiConsumer;

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
    return code(text, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The code in a text that may show its bytes beside the instructions, or below them as bpftool
   * does. They must be what the text says, and say what LLVM's text does not: whom a number calls,
   * what a 64-bit immediate refers to, the fields of {@code <unknown>}.
   *
   * @param order the order of the bytes that the text shows
   * @throws io.bpf4j.AssemblyException as {@link #code(String)}
   */
  public static Code code(String text, ByteOrder order) {
    FunctionText function = new FunctionText(order);
    lines(text, function::add);
    return function.assemble(Symbols.UNDECLARED, null);
  }

  /**
   * The code of each section in a listing that {@code llvm-objdump -d} or {@link SectionListing}
   * printed, by the section's name, in the order of the listing.
   *
   * @param order the file's byte order
   * @throws io.bpf4j.AssemblyException as {@link #code(String)}, and where the listing leaves bytes
   *     out
   */
  public static Map<String, Code> listing(String text, ByteOrder order) {
    ListingText listing = new ListingText(order);
    lines(text, listing::add);
    return listing.assemble();
  }

  /** Offers each line, with its number in the cursor; empty lines too. */
  private static void lines(String text, BiConsumer<Cursor, String> to) {
    int line = 1;
    int begin = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      line(text.substring(begin, end), line++, to);
      begin = end + 1;
    }
    line(text.substring(begin), line, to);
  }

  private static void line(String line, int number, BiConsumer<Cursor, String> to) {
    String bare = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    to.accept(new Cursor(bare, number), bare);
  }

  /**
   * The object in a text. Besides instructions it holds directives:
   *
   * <pre>{@code
   * .license "GPL"
   * .order little                     # or big; little where it is not said
   * .map blocked, hash, key=4, value=8, entries=1024   # flags=, extra=, node=, pinned, static
   * .map rules, array_of_maps, key=4, value=4, entries=2
   * .inner rules, rule, array, key=4, value=8, entries=16   # template of its inner maps
   * .map stages, prog_array, key=4, value=4, entries=8
   * .slots stages, 0=drop, 3=count    # programs, or maps, that it holds at first
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
   * Labels are their function's own; other names are the object's, in double quotes where they are
   * no words. Every instruction has its line of the text for a source line.
   *
   * @param name the object's name, and the file's in source lines; not null
   * @throws io.bpf4j.AssemblyException with line, column and what was expected, where the text is
   *     no object
   */
  public static ObjectSpec object(String name, String text) {
    ObjectText object = new ObjectText(name);
    lines(text, object::add);
    return object.assemble();
  }
}
