package io.bpf4j.cli;

import io.bpf4j.asm.Disassembler;
import io.bpf4j.asm.Printable;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.References;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.object.FunctionEntry;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** Instructions beside the source lines that asked for them. */
final class Listing {
  /** Column of the source, where instructions are short enough. */
  private static final int SOURCE_COLUMN = 56;

  /** What a listing shows, and in which syntax. */
  record Style(Disassembler syntax, boolean source, ByteOrder bytes) {
    static final Style DEFAULT = new Style(Disassembler.llvm(), true, null);
  }

  /** What relocations will put in is zero, as it is in the file. */
  private static final References RELOCATED =
      new References() {
        @Override
        public Fields imm64(int pc, Imm64 reference) {
          return new Fields(0, 0, 0);
        }

        @Override
        public Fields callee(int pc, Callee callee) {
          return new Fields(callee instanceof Callee.Kfunc ? 2 : 1, -1, 0);
        }
      };

  private final Screen screen;
  private final Style style;
  private String file = "";
  private int lastLine;
  private String lastText = "";

  /**
   * @param style its byte order is that of the bytes to show, null for none
   */
  Listing(Screen screen, Style style) {
    this.screen = screen;
    this.style = style;
  }

  /** Prints a function's or a linked program's code. */
  void print(Code code, List<FunctionEntry> functions) {
    TreeMap<Integer, String> names = new TreeMap<>();
    functions.forEach(function -> names.put(function.pc(), function.name()));
    for (Disassembler.Line line : style.syntax.lines(code, names)) {
      if (line.function() != null) {
        screen.line(screen.bold(Printable.of(line.function()) + ":"));
        file = "";
      }
      if (line.label() != null) {
        screen.line(line.label() + ":");
      }
      print(line);
    }
  }

  private void print(Disassembler.Line line) {
    String bytes = style.bytes == null ? "" : bytes(line.instruction());
    String left = String.format("%6d  %s%s", line.pc(), bytes, Printable.of(line.text()));
    SourceLine source = style.source ? line.source() : null;
    if (source == null || isShown(source)) {
      screen.line(left);
      return;
    }
    int column = SOURCE_COLUMN + bytes.length();
    String gap = " ".repeat(Math.max(2, column - left.length()));
    screen.line(left + gap + screen.dim(describe(source)));
    lastLine = source.line();
    lastText = source.text();
  }

  private String bytes(Instruction instruction) {
    byte[] bytes = Code.of(List.of(instruction)).encode(style.bytes, RELOCATED);
    return HexFormat.ofDelimiter(" ").formatHex(bytes) + "  ";
  }

  /** Entries that differ in their column only would show the same line again. */
  private boolean isShown(SourceLine source) {
    return source.file().equals(file)
        && source.line() == lastLine
        && source.text().equals(lastText);
  }

  /** The file's name stands where it changes only, so that the lines stand below each other. */
  private String describe(SourceLine source) {
    String where = source.line() > 0 ? String.format("%4d", source.line()) : "    ";
    String name = "";
    if (!source.file().equals(file)) {
      file = source.file();
      name = "   (" + Printable.of(file) + ")";
    }
    return where + "  " + Printable.of(source.text().strip()) + name;
  }
}
