package io.bpf4j.kernel;

import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which types of map a helper takes: reads a profile's map-helpers.tsv. */
final class MapHelpers {
  private final Map<Integer, Set<MapType>> types = new HashMap<>();

  MapHelpers(Table table) {
    for (Table.Row row : table.rows()) {
      Helper helper = row.constant(row.text(0).toUpperCase(Locale.ROOT), Helper.class);
      Set<MapType> taken = EnumSet.noneOf(MapType.class);
      for (String name : row.text(1).split(" ", -1)) {
        taken.add(row.constant(name, MapType.class));
      }
      types.put(helper.number(), taken);
    }
  }

  boolean allows(MapType type, int helper) {
    return types.getOrDefault(helper, Set.of()).contains(type);
  }
}
