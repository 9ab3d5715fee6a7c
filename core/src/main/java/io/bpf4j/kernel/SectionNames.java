package io.bpf4j.kernel;

import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The names of ELF sections: which hold programs, of which type, and which hold something else.
 *
 * <p>Source: libbpf's section table, as data in section-names.tsv and other-sections.tsv. The
 * lookup follows libbpf 1.x: a name matches exactly, or, where the table marks it with a plus, also
 * when a slash and a target follow; a leading question mark means "do not load by default".
 */
public final class SectionNames {
  private static final String SECTIONS = "section-names.tsv";
  private static final String OTHERS = "other-sections.tsv";

  private SectionNames() {}

  /** One row: the meaning of the bare name, and whether a target may follow. */
  private record Entry(SectionKind kind, boolean takesTarget) {}

  /** Loaded when first asked for. */
  private static final class Tables {
    static final Map<String, Entry> PROGRAMS = programs();
    static final Map<String, SectionRole> OTHER = others();
  }

  /**
   * What a section's name means.
   *
   * @param section the section's full name; not null
   * @return empty where the name is of no program section that this table knows
   */
  public static Optional<SectionKind> find(String section) {
    boolean autoload = !section.startsWith("?");
    String name = autoload ? section : section.substring(1);
    Entry exact = Tables.PROGRAMS.get(name);
    if (exact != null) {
      return Optional.of(exact.kind().with(null, autoload));
    }
    int slash = name.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    Entry prefix = Tables.PROGRAMS.get(name.substring(0, slash));
    if (prefix == null || !prefix.takesTarget()) {
      return Optional.empty();
    }
    return Optional.of(prefix.kind().with(name.substring(slash + 1), autoload));
  }

  /**
   * What a section that holds no entry program is for.
   *
   * @param section the section's full name; not null
   * @return empty where the name is not among those that loaders read
   */
  public static Optional<SectionRole> role(String section) {
    SectionRole exact = Tables.OTHER.get(section);
    if (exact != null) {
      return Optional.of(exact);
    }
    return Tables.OTHER.entrySet().stream()
        .filter(e -> e.getKey().endsWith("*") && section.startsWith(stem(e.getKey())))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /**
   * The name that a misspelt one most resembles, with the target it had.
   *
   * @param section a name that {@link #find} does not know; not null
   * @return empty where nothing is near (more than a third of the letters differ)
   */
  public static Optional<String> nearest(String section) {
    String name = section.startsWith("?") ? section.substring(1) : section;
    int slash = name.indexOf('/');
    String head = slash < 0 ? name : name.substring(0, slash);
    if (Tables.PROGRAMS.containsKey(head)) {
      // "xdp/main": the head is right, and takes no target.
      return Optional.of(nearestBelow(name, head));
    }
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (Map.Entry<String, Entry> candidate : Tables.PROGRAMS.entrySet()) {
      boolean takesTarget = slash >= 0 && candidate.getValue().takesTarget();
      String given = takesTarget ? head : name;
      int distance = EditDistance.between(given, candidate.getKey());
      if (distance < bestDistance && distance * 3 <= given.length()) {
        bestDistance = distance;
        best = candidate.getKey() + (takesTarget ? name.substring(slash) : "");
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * The section name that a writer uses for a type of program.
   *
   * @param type the program type; not null
   * @param attachType the expected attach type, null for none
   * @return the table's first name for both; for no attach type, also the first whose attach type
   *     may be left out; empty where no name says this
   */
  public static Optional<String> nameFor(ProgramType type, AttachType attachType) {
    return first(type, kind -> kind.attachType() == attachType)
        .or(
            () ->
                attachType == null
                    ? first(type, SectionNames::needsNoAttachType)
                    : Optional.empty());
  }

  /** Every program section's name, without its mark, in the table's order. */
  public static List<String> names() {
    return List.copyOf(Tables.PROGRAMS.keySet());
  }

  private static boolean needsNoAttachType(SectionKind kind) {
    return kind.has(SectionFlag.ATTACH_TYPE_OPTIONAL);
  }

  private static Optional<String> first(ProgramType type, Predicate<SectionKind> wanted) {
    return Tables.PROGRAMS.values().stream()
        .map(Entry::kind)
        .filter(kind -> kind.programType() == type && wanted.test(kind))
        .map(SectionKind::name)
        .findFirst();
  }

  private static String nearestBelow(String name, String head) {
    String best = head;
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : Tables.PROGRAMS.keySet()) {
      int distance = EditDistance.between(name, candidate);
      int tail = name.length() - head.length() - 1;
      if (candidate.startsWith(head + "/") && distance * 3 <= tail && distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    return best;
  }

  private static Map<String, Entry> programs() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Table.Row row : Table.resource(SECTIONS, 4).rows()) {
      String name = row.text(0);
      boolean takesTarget = name.endsWith("+");
      String bare = takesTarget ? stem(name) : name;
      ProgramType type = row.constant(1, ProgramType.class);
      AttachType attach = row.text(2).isEmpty() ? null : row.constant(2, AttachType.class);
      SectionKind kind = new SectionKind(bare, type, attach, flags(row), null, true);
      if (entries.put(bare, new Entry(kind, takesTarget)) != null) {
        throw row.malformed("section '" + bare + "' occurs twice");
      }
    }
    return entries;
  }

  private static Map<String, SectionRole> others() {
    Map<String, SectionRole> roles = new LinkedHashMap<>();
    for (Table.Row row : Table.resource(OTHERS, 2).rows()) {
      roles.put(row.text(0), row.constant(1, SectionRole.class));
    }
    return roles;
  }

  private static Set<SectionFlag> flags(Table.Row row) {
    Set<SectionFlag> flags = EnumSet.noneOf(SectionFlag.class);
    List<Character> unknown = new ArrayList<>();
    row.text(3).chars().forEach(c -> unknown.add((char) c));
    for (SectionFlag flag : SectionFlag.values()) {
      if (unknown.remove((Character) flag.letter())) {
        flags.add(flag);
      }
    }
    if (!unknown.isEmpty()) {
      throw row.malformed("unknown flags " + unknown);
    }
    return flags;
  }

  private static String stem(String marked) {
    return marked.substring(0, marked.length() - 1);
  }
}
