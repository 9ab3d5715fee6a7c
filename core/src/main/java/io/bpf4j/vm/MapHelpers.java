package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** The helpers on maps of every kind. */
final class MapHelpers {
  private final Memory memory;

  MapHelpers(Memory memory) {
    this.memory = memory;
  }

  void addTo(HelperTable table) {
    table.put(Helper.MAP_LOOKUP_ELEM, r -> lookup(r[1], r[2]));
    table.put(Helper.MAP_LOOKUP_PERCPU_ELEM, r -> lookup(r[1], r[2], (int) r[3]));
    table.put(Helper.MAP_UPDATE_ELEM, r -> update(r[1], r[2], r[3], r[4]));
    table.put(Helper.MAP_DELETE_ELEM, r -> delete(r[1], r[2]));
    table.put(Helper.MAP_PUSH_ELEM, r -> push(r[1], r[2], r[3]));
    table.put(Helper.MAP_POP_ELEM, r -> pop(r[1], r[2]));
    table.put(Helper.MAP_PEEK_ELEM, r -> peek(r[1], r[2]));
  }

  /** Of a write-only map too: its values may be looked up to be written. */
  private long lookup(long mapAddress, long keyAddress) {
    MapStore map = memory.mapAt(mapAddress);
    Region key = memory.readable(keyAddress, map.spec.keySize());
    return map.lookup(key.bytes, Memory.offsetOf(keyAddress));
  }

  private long lookup(long mapAddress, long keyAddress, int processor) {
    MapStore map = memory.mapAt(mapAddress);
    Region key = memory.readable(keyAddress, map.spec.keySize());
    return map.lookup(key.bytes, Memory.offsetOf(keyAddress), processor);
  }

  private long update(long mapAddress, long keyAddress, long valueAddress, long flags) {
    MapStore map = writable(mapAddress);
    Region key = memory.readable(keyAddress, map.spec.keySize());
    Region value = memory.readable(valueAddress, map.spec.valueSize());
    int keyOffset = Memory.offsetOf(keyAddress);
    return map.update(key.bytes, keyOffset, value.bytes, Memory.offsetOf(valueAddress), flags);
  }

  private long delete(long mapAddress, long keyAddress) {
    MapStore map = writable(mapAddress);
    Region key = memory.readable(keyAddress, map.spec.keySize());
    return map.delete(key.bytes, Memory.offsetOf(keyAddress));
  }

  private long push(long mapAddress, long valueAddress, long flags) {
    MapStore map = writable(mapAddress);
    Region value = memory.readable(valueAddress, map.spec.valueSize());
    return map.push(value.bytes, Memory.offsetOf(valueAddress), flags);
  }

  private long pop(long mapAddress, long valueAddress) {
    MapStore map = writable(mapAddress);
    Region value = memory.writable(valueAddress, map.spec.valueSize());
    return map.pop(value.bytes, Memory.offsetOf(valueAddress));
  }

  private long peek(long mapAddress, long valueAddress) {
    MapStore map = readable(mapAddress);
    // A bloom filter reads the value; a queue or stack fills it.
    Region value =
        map instanceof BloomStore
            ? memory.readable(valueAddress, map.spec.valueSize())
            : memory.writable(valueAddress, map.spec.valueSize());
    return map.peek(value.bytes, Memory.offsetOf(valueAddress));
  }

  private MapStore readable(long address) {
    MapStore map = memory.mapAt(address);
    if (MapFlags.isWriteOnly(map.spec)) {
      throw Memory.badArgument(address, memory.regionOf(address), "is write-only for programs");
    }
    return map;
  }

  private MapStore writable(long address) {
    MapStore map = memory.mapAt(address);
    if (MapFlags.isReadOnly(map.spec)) {
      throw Memory.badArgument(address, memory.regionOf(address), "is read-only for programs");
    }
    return map;
  }
}
