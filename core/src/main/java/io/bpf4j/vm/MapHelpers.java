package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** The helpers on maps. */
final class MapHelpers {
  private final Memory memory;

  MapHelpers(Memory memory) {
    this.memory = memory;
  }

  void addTo(HelperTable table) {
    table.put(Helper.MAP_LOOKUP_ELEM, r -> lookup(r[1], r[2]));
    table.put(Helper.MAP_UPDATE_ELEM, r -> update(r[1], r[2], r[3], r[4]));
    table.put(Helper.MAP_DELETE_ELEM, r -> delete(r[1], r[2]));
  }

  private long lookup(long mapAddress, long keyAddress) {
    MapStore map = memory.mapAt(mapAddress);
    Region key = memory.readable(keyAddress, map.spec.keySize());
    int offset = map.lookup(key.bytes, Memory.offsetOf(keyAddress));
    return offset < 0 ? 0 : map.elementsAddress + offset;
  }

  private long update(long mapAddress, long keyAddress, long valueAddress, long flags) {
    MapStore map = memory.mapAt(mapAddress);
    requireWritable(map, mapAddress);
    Region key = memory.readable(keyAddress, map.spec.keySize());
    Region value = memory.readable(valueAddress, map.spec.valueSize());
    int keyOffset = Memory.offsetOf(keyAddress);
    return map.update(key.bytes, keyOffset, value.bytes, Memory.offsetOf(valueAddress), flags);
  }

  private long delete(long mapAddress, long keyAddress) {
    MapStore map = memory.mapAt(mapAddress);
    requireWritable(map, mapAddress);
    Region key = memory.readable(keyAddress, map.spec.keySize());
    return map.delete(key.bytes, Memory.offsetOf(keyAddress));
  }

  private void requireWritable(MapStore map, long address) {
    if (map.elements().writeEnd == 0 && map.elements().stride != 0) {
      throw Memory.badArgument(address, memory.regionOf(address), "is read-only for programs");
    }
  }
}
