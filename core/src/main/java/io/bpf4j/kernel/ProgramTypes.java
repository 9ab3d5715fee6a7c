package io.bpf4j.kernel;

import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The program types that a kernel has: reads a profile's program-types.tsv. */
final class ProgramTypes {
  /**
   * One row.
   *
   * @param attachTypes those that it is for, empty for every other and none
   * @param layout null where it depends on the attach target
   * @param range null where it depends on the attach target
   * @param packet what programs may do with the packet
   */
  record Entry(
      Set<AttachType> attachTypes,
      ContextLayout layout,
      ReturnRange range,
      Set<PacketUse> packet) {}

  private final Map<ProgramType, List<Entry>> entries = new EnumMap<>(ProgramType.class);

  ProgramTypes(Table table) {
    for (Table.Row row : table.rows()) {
      entries
          .computeIfAbsent(row.constant(0, ProgramType.class), unused -> new ArrayList<>())
          .add(new Entry(attachTypes(row), layout(row), range(row), packet(row)));
    }
  }

  Set<ProgramType> types() {
    return entries.keySet();
  }

  /** The first row for both; null where there is none. */
  Entry find(ProgramType type, AttachType attachType) {
    for (Entry entry : entries.getOrDefault(type, List.of())) {
      boolean named = attachType != null && entry.attachTypes().contains(attachType);
      if (named || entry.attachTypes().isEmpty()) {
        return entry;
      }
    }
    return null;
  }

  private static Set<AttachType> attachTypes(Table.Row row) {
    Set<AttachType> types = EnumSet.noneOf(AttachType.class);
    if (!row.text(1).equals("*")) {
      for (String name : row.text(1).split(",", -1)) {
        types.add(row.constant(name, AttachType.class));
      }
    }
    return types;
  }

  private static ContextLayout layout(Table.Row row) {
    if (row.text(2).isEmpty()) {
      return null;
    }
    ContextLayout layout = ContextLayouts.get(row.text(2));
    if (layout == null) {
      throw row.malformed("no layout is called '" + row.text(2) + "'");
    }
    return layout;
  }

  private static ReturnRange range(Table.Row row) {
    return switch (row.text(3)) {
      case "?" -> null;
      case "" -> ReturnRange.ANY;
      default -> new ReturnRange(row.number(3), row.number(4));
    };
  }

  private static Set<PacketUse> packet(Table.Row row) {
    Set<PacketUse> uses = EnumSet.noneOf(PacketUse.class);
    String letters = row.text(5);
    for (PacketUse use : PacketUse.values()) {
      if (letters.indexOf(use.letter()) >= 0) {
        uses.add(use);
      }
    }
    if (uses.size() != letters.length()) {
      throw row.malformed("'" + letters + "' are no uses of the packet");
    }
    return Set.copyOf(uses);
  }
}
