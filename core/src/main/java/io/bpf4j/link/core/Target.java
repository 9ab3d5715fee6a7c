package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** The types with the name of a local one, flavours aside, and its kind; in order of id. */
  List<Candidate> candidates(BtfType local) {
    String name = Names.essential(local.name());
    TreeSet<Integer> ids = new TreeSet<>(flavoured().getOrDefault(name, List.of()));
    for (int id : btf.ids(name)) {
      ids.add(id);
    }
    List<Candidate> out = new ArrayList<>();
    for (int id : ids) {
      BtfType type = btf.type(id);
      if (Names.match(name, type.name()) && Types.sameKind(local, type)) {
        out.add(new Candidate(btf, id));
      }
    }
    return out;
  }

  /** The few types whose own names have a flavour, by the name without. */
  private Map<String, List<Integer>> flavoured() {
    Map<String, List<Integer>> built = flavoured;
    if (built == null) {
      built = new HashMap<>();
      List<BtfType> types = btf.types();
      for (int id = 1; id <= types.size(); id++) {
        String name = types.get(id - 1).name();
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
