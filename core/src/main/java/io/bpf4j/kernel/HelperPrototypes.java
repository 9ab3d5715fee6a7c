package io.bpf4j.kernel;

import io.bpf4j.uapi.ProgramType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads helpers.tsv. */
final class HelperPrototypes {
  private static final String NAME = "helpers.tsv";
  private static final int COLUMNS = 6;
  private static final String FLAGS = "gpksar";

  private final Map<Integer, HelperPrototype> common = new HashMap<>();
  private final Map<ProgramType, Map<Integer, HelperPrototype>> special = new HashMap<>();

  /** Loaded when first asked for. */
  private static final class Loaded {
    static final HelperPrototypes TABLE = new HelperPrototypes(Table.resource(NAME, COLUMNS));
  }

  HelperPrototypes(Table table) {
    for (Table.Row row : table.rows()) {
      HelperPrototype prototype = prototype(row);
      for (String type : row.text(2).split(" ", -1)) {
        Map<Integer, HelperPrototype> target =
            type.equals("*")
                ? common
                : special.computeIfAbsent(
                    row.constant(type, ProgramType.class), unused -> new HashMap<>());
        if (target.put(prototype.id(), prototype) != null) {
          throw row.malformed("helper " + prototype.name() + " occurs twice for " + type);
        }
      }
    }
  }

  static HelperPrototypes table() {
    return Loaded.TABLE;
  }

  /** The prototype of a helper in programs of a type (null: any type); null where none is known. */
  HelperPrototype get(int id, ProgramType type) {
    HelperPrototype own = type == null ? null : special.getOrDefault(type, Map.of()).get(id);
    return own != null ? own : common.get(id);
  }

  private static HelperPrototype prototype(Table.Row row) {
    String flags = row.text(5);
    for (int i = 0; i < flags.length(); i++) {
      if (FLAGS.indexOf(flags.charAt(i)) < 0) {
        throw row.malformed("unknown flag '" + flags.charAt(i) + "'");
      }
    }
    return new HelperPrototype(
        row.number(0),
        row.text(1),
        row.constant(3, ReturnKind.class),
        arguments(row),
        flags.contains("g"),
        flags.contains("p"),
        flags.contains("k"),
        flags.contains("s"),
        flags.contains("a"),
        flags.contains("r"));
  }

  private static List<Argument> arguments(Table.Row row) {
    List<Argument> arguments = new ArrayList<>();
    String cell = row.text(4);
    if (cell.isEmpty()) {
      return arguments;
    }
    for (String item : cell.split(" ", -1)) {
      int colon = item.indexOf(':');
      String name = colon < 0 ? item : item.substring(0, colon);
      int bytes = colon < 0 ? 0 : row.number(item.substring(colon + 1));
      arguments.add(new Argument(row.constant(name, ArgumentKind.class), bytes));
    }
    return arguments;
  }
}
