package io.bpf4j.kernel;

import io.bpf4j.uapi.MapType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The profiles whose tables lie beside this class, each in a directory of its name. */
final class BuiltInProfiles {
  static final List<String> NAMES = List.of("6.18");

  private static final Map<String, KernelProfile> LOADED = new ConcurrentHashMap<>();

  private BuiltInProfiles() {}

  static KernelProfile get(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "no built-in kernel profile '" + name + "'; there are: " + String.join(", ", NAMES));
    }
    return LOADED.computeIfAbsent(name, BuiltInProfiles::load);
  }

  private static KernelProfile load(String name) {
    ProgramTypes programTypes = new ProgramTypes(Table.resource(name + "/program-types.tsv", 6));
    return new KernelProfile(
        name,
        limits(Table.resource(name + "/limits.tsv", 2)),
        constants(Table.resource(name + "/features.tsv", 1), Feature.class),
        programTypes,
        constants(Table.resource(name + "/map-types.tsv", 1), MapType.class),
        new HelperAccess(Table.resource(name + "/helper-access.tsv", 2), programTypes.types()),
        new MapHelpers(Table.resource(name + "/map-helpers.tsv", 2)));
  }

  private static <E extends Enum<E>> Set<E> constants(Table table, Class<E> type) {
    Set<E> set = EnumSet.noneOf(type);
    table.rows().forEach(row -> set.add(row.constant(0, type)));
    return set;
  }

  static Limits limits(Table table) {
    Map<String, Integer> values = new HashMap<>();
    table.rows().forEach(row -> values.put(row.text(0), row.number(1)));
    Limits limits =
        new Limits(
            take(values, table, "stackBytes"),
            take(values, table, "tailCallStackBytes"),
            take(values, table, "frames"),
            take(values, table, "verifiedInstructions"),
            take(values, table, "pendingBranches"),
            take(values, table, "tailCalls"),
            take(values, table, "instructions"),
            take(values, table, "subprograms"),
            take(values, table, "maps"),
            take(values, table, "loopIterations"));
    if (!values.isEmpty()) {
      throw table.malformed("unknown limits " + new TreeSet<>(values.keySet()));
    }
    return limits;
  }

  private static int take(Map<String, Integer> values, Table table, String limit) {
    Integer value = values.remove(limit);
    if (value == null) {
      throw table.malformed("no limit " + limit);
    }
    return value;
  }
}
