package io.bpf4j.asm;

import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code .map blocked, hash, key=4, value=8, entries=1024}, and the same after {@code .inner}. */
final class MapText {
  private static final String PROPERTIES =
      "key=, value=, entries=, flags=, extra=, node=, pinned or static";
  private static final List<String> NAMES =
      List.of("key", "value", "entries", "flags", "extra", "node", "pinned", "static");

  private static final List<String> TYPES =
      Arrays.stream(MapType.values()).map(t -> t.name().toLowerCase(Locale.ROOT)).toList();

  private final Cursor in;
  private int keySize;
  private int valueSize;
  private int maxEntries;
  private int flags;
  private long extra;
  private int node;
  private boolean pinned;
  private Linkage linkage = Linkage.GLOBAL;

  MapText(Cursor in) {
    this.in = in;
  }

  MapSpec parse() {
    String name = in.name("the map's name");
    in.expect(",");
    MapType type = type();
    Set<String> seen = new HashSet<>();
    while (in.accept(",")) {
      int mark = in.column() - 1;
      String property = in.wordOrEmpty();
      if (NAMES.contains(property) && !seen.add(property)) {
        throw in.error(mark, "\"" + property + "\" is there twice");
      }
      property(property, mark);
    }
    return MapSpec.builder(name, type)
        .sizes(keySize, valueSize)
        .maxEntries(maxEntries)
        .flags(flags)
        .extra(extra)
        .numaNode(node)
        .pinByName(pinned)
        .linkage(linkage)
        .build();
  }

  private MapType type() {
    int mark = in.column() - 1;
    String word = in.wordOrEmpty().toUpperCase(Locale.ROOT);
    for (MapType type : MapType.values()) {
      if (type.name().equals(word)) {
        return type;
      }
    }
    throw in.unknown(mark, "a map type such as hash or array", TYPES);
  }

  private void property(String property, int mark) {
    switch (property) {
      case "key" -> keySize = number(Integer.MAX_VALUE);
      case "value" -> valueSize = number(Integer.MAX_VALUE);
      case "entries" -> maxEntries = number(0xffffffffL);
      case "flags" -> flags = number(0xffffffffL);
      case "extra" -> {
        in.expect("=");
        extra = in.number64();
      }
      case "pinned" -> pinned = true;
      case "node" -> node = number(Integer.MAX_VALUE);
      case "static" -> linkage = Linkage.STATIC;
      default -> throw in.unknown(mark, PROPERTIES, NAMES);
    }
  }

  private int number(long max) {
    in.expect("=");
    return (int) in.number(0, max);
  }
}
