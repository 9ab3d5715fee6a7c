package io.bpf4j.asm;

import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** {@code .map blocked, hash, key=4, value=8, entries=1024}. */
final class MapText {
  private static final String PROPERTIES = "key=, value=, entries=, flags=, extra= or pinned";

  private final Cursor in;
  private int keySize;
  private int valueSize;
  private int maxEntries;
  private int flags;
  private long extra;
  private boolean pinned;

  MapText(Cursor in) {
    this.in = in;
  }

  MapSpec parse() {
    String name = in.word("the map's name");
    in.expect(",");
    MapType type = type();
    Set<String> seen = new HashSet<>();
    while (in.accept(",")) {
      int mark = in.column() - 1;
      String property = in.wordOrEmpty();
      if (!seen.add(property)) {
        throw in.error(mark, "\"" + property + "\" is there twice");
      }
      property(property, mark);
    }
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        pinned,
        0,
        0,
        null,
        MapSpec.EMPTY);
  }

  private MapType type() {
    int mark = in.column() - 1;
    String word = in.wordOrEmpty().toUpperCase(Locale.ROOT);
    for (MapType type : MapType.values()) {
      if (type.name().equals(word)) {
        return type;
      }
    }
    in.reset(mark);
    throw in.expected("a map type such as hash or array");
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
      default -> {
        in.reset(mark);
        throw in.expected(PROPERTIES);
      }
    }
  }

  private int number(long max) {
    in.expect("=");
    return (int) in.number(0, max);
  }
}
