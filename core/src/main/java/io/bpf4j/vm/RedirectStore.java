package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/**
 * A map of redirect targets: DEVMAP, DEVMAP_HASH, CPUMAP or XSKMAP. Programs send packets to its
 * entries by redirect_map; only Java code fills it.
 */
final class RedirectStore extends MapStore {
  /** Where the targets are; null without a value for a slot of an array. */
  private final HashStore targets;

  private final boolean readable;

  /**
   * Makes a map without targets.
   *
   * @param readable whether programs may look up a target's bytes
   */
  RedirectStore(MapSpec spec, Elements elements, boolean readable) {
    super(spec);
    targets = new HashStore(spec, elements);
    this.readable = readable;
  }

  HashStore targets() {
    return targets;
  }

  @Override
  long lookup(byte[] bytes, int keyOffset) {
    return readable ? targets.lookup(bytes, keyOffset) : super.lookup(bytes, keyOffset);
  }

  @Override
  int nextPlace(int place) {
    return targets.nextPlace(place);
  }

  @Override
  void copyKey(int place, byte[] to, int offset) {
    targets.copyKey(place, to, offset);
  }
}
