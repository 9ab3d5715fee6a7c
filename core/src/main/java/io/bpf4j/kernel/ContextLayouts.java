package io.bpf4j.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads contexts.tsv. */
final class ContextLayouts {
  private static final String NAME = "contexts.tsv";
  private static final int COLUMNS = 9;

  /** Loaded when first asked for. */
  private static final class Loaded {
    static final Map<String, ContextLayout> BY_NAME = read(Table.resource(NAME, COLUMNS));
  }

  private ContextLayouts() {}

  /** The layout with a name, null where there is none. */
  static ContextLayout get(String name) {
    return Loaded.BY_NAME.get(name);
  }

  static Map<String, ContextLayout> read(Table table) {
    Map<String, List<Table.Row>> rows = new LinkedHashMap<>();
    for (Table.Row row : table.rows()) {
      rows.computeIfAbsent(row.text(0), unused -> new ArrayList<>()).add(row);
    }
    Map<String, ContextLayout> layouts = new LinkedHashMap<>();
    rows.forEach((name, ofName) -> layouts.put(name, layout(name, ofName)));
    return layouts;
  }

  private static ContextLayout layout(String name, List<Table.Row> rows) {
    String struct = rows.get(0).text(1);
    int size = rows.get(0).number(2);
    return new ContextLayout(name, struct, size, rows.stream().map(ContextLayouts::field).toList());
  }

  private static ContextField field(Table.Row row) {
    ContextAccess value = row.constant(6, ContextAccess.class);
    AccessWidths reads = AccessWidths.parse(row, 7);
    AccessWidths writes = AccessWidths.parse(row, 8);
    return new ContextField(row.text(3), row.number(4), row.number(5), value, reads, writes);
  }
}
