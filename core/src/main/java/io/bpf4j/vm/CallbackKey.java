package io.bpf4j.vm;

/** Shows the key of a map's element to a callback. */
final class CallbackKey {
  private final Region region = Region.of("key of a callback", new byte[0], false);
  private final long address;

  CallbackKey(Memory memory) {
    address = memory.add(region);
  }

  /** Copies the key of a place; returns its address. */
  long of(MapStore map, int place) {
    int size = map.spec.keySize();
    if (region.bytes.length < size) {
      region.bytes = new byte[size];
    }
    region.end = size;
    map.copyKey(place, region.bytes, 0);
    return address;
  }
}
