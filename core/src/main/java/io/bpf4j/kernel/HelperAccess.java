package io.bpf4j.kernel;

import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which program types may call which helper: reads a profile's helper-access.tsv. */
final class HelperAccess {
  /** Types that may call a helper whatever they attach to, and those that may with some types. */
  private record Callers(Set<ProgramType> types, Map<ProgramType, Set<AttachType>> attached) {}

  private final Map<Integer, Callers> callers = new HashMap<>();

  /**
   * @param table columns: helper, program types
   * @param known every program type that the kernel has: what * stands for
   */
  HelperAccess(Table table, Set<ProgramType> known) {
    for (Table.Row row : table.rows()) {
      Helper helper = row.constant(row.text(0).toUpperCase(Locale.ROOT), Helper.class);
      if (callers.put(helper.number(), callers(row, known)) != null) {
        throw row.malformed("helper " + row.text(0) + " occurs twice");
      }
    }
  }

  boolean knows(int id) {
    return callers.containsKey(id);
  }

  /**
   * Whether programs of a type may call a helper; attach type null where the program names none.
   */
  boolean allows(ProgramType type, AttachType attachType, int id) {
    Callers ofHelper = callers.get(id);
    return ofHelper != null
        && (ofHelper.types().contains(type)
            || (attachType != null
                && ofHelper.attached().getOrDefault(type, Set.of()).contains(attachType)));
  }

  private static Callers callers(Table.Row row, Set<ProgramType> known) {
    Set<ProgramType> types = EnumSet.noneOf(ProgramType.class);
    Map<ProgramType, Set<AttachType>> attached = new EnumMap<>(ProgramType.class);
    for (String item : row.text(1).split(" ")) {
      int slash = item.indexOf('/');
      if (item.equals("*")) {
        types.addAll(known);
      } else if (item.startsWith("!")) {
        types.remove(row.constant(item.substring(1), ProgramType.class));
      } else if (slash > 0) {
        attached
            .computeIfAbsent(
                row.constant(item.substring(0, slash), ProgramType.class),
                unused -> EnumSet.noneOf(AttachType.class))
            .add(row.constant(item.substring(slash + 1), AttachType.class));
      } else if (!item.isEmpty()) {
        types.add(row.constant(item, ProgramType.class));
      }
    }
    return new Callers(types, attached);
  }
}
