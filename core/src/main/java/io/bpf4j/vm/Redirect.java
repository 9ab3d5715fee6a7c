package io.bpf4j.vm;

import java.util.Objects;

/**
 * Where a program sent its packet by the last redirect helper that succeeded. The verdict that
 * carries it out is the program's return value.
 *
 * @param map name of the map by which it was sent, "" where it was sent to an interface; not null
 * @param target index of the interface, or the key within the map
 * @param flags as the helper was given them
 */
public record Redirect(String map, long target, long flags) {
  public Redirect {
    Objects.requireNonNull(map, "map");
  }
}
