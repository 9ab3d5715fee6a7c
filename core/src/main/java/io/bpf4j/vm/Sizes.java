package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/** Checks the sizes of what Java code hands to a map. */
final class Sizes {
  private Sizes() {}

  /** Returns {@code bytes} where they have the size that a map wants. */
  static byte[] require(MapSpec map, String what, byte[] bytes, int size) {
    if (bytes.length != size) {
      throw new IllegalArgumentException(
          "map " + map.name() + ": " + what + " of " + bytes.length + " bytes, not " + size);
    }
    return bytes;
  }
}
