package io.bpf4j.cli;

import io.bpf4j.asm.Printable;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns; numbers stand to the right. */
final class TextTable {
  private static final String INDENT = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** The first row is the heading. */
  TextTable row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(Printable.of(String.valueOf(cell)));
    }
    rows.add(row);
    return this;
  }

  boolean isEmpty() {
    return rows.size() < 2;
  }

  /** Prints the table under a title; nothing where it has no row but the heading. */
  void print(Screen screen, String title) {
    if (isEmpty()) {
      return;
    }
    screen.line();
    screen.line(screen.bold(title));
    for (int i = 0; i < rows.size(); i++) {
      String line = line(rows.get(i));
      screen.line(i == 0 ? screen.dim(line) : line);
    }
  }

  private String line(List<String> row) {
    StringBuilder out = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String padding = " ".repeat(width(column) - cell.length());
      out.append(INDENT).append(isNumeric(column) ? padding + cell : cell + padding);
    }
    return out.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.stream()
        .skip(1)
        .allMatch(row -> row.get(column).chars().allMatch(c -> c >= '0' && c <= '9'));
  }
}
