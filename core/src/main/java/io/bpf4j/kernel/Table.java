package io.bpf4j.kernel;

import io.bpf4j.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of tab-separated columns, one row a line; empty lines and lines that begin with # are
 * comments. An empty cell is written "-".
 */
final class Table {
  private final String name;
  private final List<Row> rows;

  private Table(String name, List<Row> rows) {
    this.name = name;
    this.rows = rows;
  }

  /** One line: its cells and where it stands. */
  record Row(String table, int line, List<String> cells) {
    /** The cell, "" where the table has "-". */
    String text(int column) {
      String cell = cells.get(column);
      return cell.equals("-") ? "" : cell;
    }

    int number(int column) {
      return number(cells.get(column));
    }

    int number(String cell) {
      try {
        return Integer.decode(cell);
      } catch (NumberFormatException notANumber) {
        throw malformed("'" + cell + "' is not a number");
      }
    }

    <E extends Enum<E>> E constant(int column, Class<E> type) {
      return constant(cells.get(column), type);
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
      for (E constant : type.getEnumConstants()) {
        if (constant.name().equals(name)) {
          return constant;
        }
      }
      throw malformed("'" + name + "' is no " + type.getSimpleName());
    }

    MalformedException malformed(String reason) {
      return new MalformedException(table, -1, "line " + line + ": " + reason);
    }
  }

  List<Row> rows() {
    return rows;
  }

  /** A fault of the table as a whole. */
  MalformedException malformed(String reason) {
    return new MalformedException(name, -1, reason);
  }

  /**
   * Reads a table that lies beside this class.
   *
   * @param name the resource's name, relative to this package
   * @param columns how many cells every row must have
   * @throws MalformedException a row has another number of cells
   */
  static Table resource(String name, int columns) {
    try (InputStream in = Table.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing from this build");
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8), columns);
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + name, e);
    }
  }

  static Table parse(String name, String text, int columns) {
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Row row = new Row(name, number, List.of(line.split("\t", -1)));
      if (row.cells().size() != columns) {
        throw row.malformed("has " + row.cells().size() + " columns, expected " + columns);
      }
      rows.add(row);
    }
    return new Table(name, List.copyOf(rows));
  }
}
