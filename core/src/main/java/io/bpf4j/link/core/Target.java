package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** The types to relocate against, found by name. Immutable and thread-safe. */
public final class Target {
  private final Btf btf;
  // Built on first use; a race builds it twice, harmless.
  private volatile Map<String, List<Integer>> flavoured;

  /** The types of one kernel. */
  public Target(Btf btf) {
    this.btf = Objects.requireNonNull(btf, "btf");
  }

  /** The types themselves; never null. */
  public Btf btf() {
    return btf;
  }

  /**
   * The types with the name of a local one, flavours aside, and its kind; in order of id. Of split
   * BTF, a module's own are looked at only where the kernel itself has none, as libbpf does.
   */
  List<Candidate> candidates(BtfType local) {
    String name = Names.essential(local.name());
    TreeSet<Integer> ids = new TreeSet<>(flavoured().getOrDefault(name, List.of()));
    for (int id : btf.ids(name)) {
      ids.add(id);
    }
    ids.removeIf(
        id -> !Names.match(name, btf.name(id)) || !Types.sameKind(local.kind(), btf.kind(id)));
    SortedSet<Integer> ofKernel = ids.headSet(btf.firstOwnId());
    return (ofKernel.isEmpty() ? ids : ofKernel)
        .stream().map(id -> new Candidate(btf, id)).toList();
  }

  /** The few types whose own names have a flavour, by the name without. */
  private Map<String, List<Integer>> flavoured() {
    Map<String, List<Integer>> built = flavoured;
    if (built == null) {
      built = new HashMap<>();
      for (int id = 1; id <= btf.count(); id++) {
        String name = btf.name(id);
        String essential = Names.essential(name);
        if (essential.length() < name.length()) {
          built.computeIfAbsent(essential, n -> new ArrayList<>()).add(id);
        }
      }
      flavoured = built;
    }
    return built;
  }
}
