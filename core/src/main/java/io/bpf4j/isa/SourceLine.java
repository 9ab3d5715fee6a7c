package io.bpf4j.isa;

import java.util.Objects;

/**
 * The source position that asked for the instructions that follow.
 *
 * @param file file name or path, "" where unknown; not null
 * @param line 1-based line, 0 where unknown
 * @param column 1-based column, 0 where unknown
 * @param text the line's text, "" where unknown; not null
 */
public record SourceLine(String file, int line, int column, String text) implements CodeElement {
  public SourceLine {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(text, "text");
    // .BTF.ext packs both into one word: line << 10 | column (kernel: Documentation/bpf/btf.rst).
    if (line < 0 || line >= 1 << 22) {
      throw new IllegalArgumentException("line " + line + " is not in 0.." + ((1 << 22) - 1));
    }
    if (column < 0 || column >= 1 << 10) {
      throw new IllegalArgumentException("column " + column + " is not in 0..1023");
    }
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
