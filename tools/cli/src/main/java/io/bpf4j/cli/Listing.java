package io.bpf4j.cli;

import io.bpf4j.asm.Disassembler;
import io.bpf4j.asm.Printable;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.object.FunctionEntry;
import java.util.List;
import java.util.TreeMap;

/** Instructions beside the source lines that asked for them. */
final class Listing {
  /** Column of the source, where instructions are short enough. */
  private static final int SOURCE_COLUMN = 56;

  private final Screen screen;
  private String file = "";
  private int lastLine;
  private String lastText = "";

  Listing(Screen screen) {
    this.screen = screen;
  }

  /** Prints a function's or a linked program's code. */
  void print(Code code, List<FunctionEntry> functions) {
    TreeMap<Integer, String> names = new TreeMap<>();
    functions.forEach(function -> names.put(function.pc(), function.name()));
    for (Disassembler.Line line : Disassembler.llvm().lines(code, names)) {
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
    String left = String.format("%6d  %s", line.pc(), Printable.of(line.text()));
    SourceLine source = line.source();
    if (source == null || isShown(source)) {
      screen.line(left);
      return;
    }
    String gap = " ".repeat(Math.max(2, SOURCE_COLUMN - left.length()));
    screen.line(left + gap + screen.dim(describe(source)));
    lastLine = source.line();
    lastText = source.text();
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
