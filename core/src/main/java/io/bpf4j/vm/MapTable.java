package io.bpf4j.vm;

import io.bpf4j.isa.Imm64;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** The maps of a VM by name. */
final class MapTable {
  private final Memory memory;
  private final MapStores stores;
  private final Map<String, MapStore> byName = new LinkedHashMap<>();

  MapTable(ObjectSpec object, Machine machine) {
    memory = machine.memory();
    stores = new MapStores(machine, object.btf());
    object.maps().forEach(spec -> byName.put(spec.name(), add(spec)));
    byName.values().forEach(this::fill);
  }

  /** Makes a map that programs reach by its handle. */
  MapStore add(MapSpec spec) {
    MapStore store = stores.create(spec);
    Region region = Region.opaque("map " + spec.name());
    region.map = store;
    store.handle = memory.add(region);
    return store;
  }

  /** Puts the maps that the object names into a map of maps. */
  private void fill(MapStore store) {
    if (store instanceof MapOfMapsStore outer
        && store.spec.contents() instanceof MapSpec.Contents.Slots filled) {
      for (MapSpec.Contents.Slot slot : filled.slots()) {
        byte[] key = new byte[store.spec.keySize()];
        memory.put(key, 0, Integer.BYTES, slot.index());
        outer.put(key, byName.get(slot.symbol()));
      }
    }
  }

  /** The map with a name, or null. */
  MapStore get(String name) {
    return byName.get(name);
  }

  /** The address that a reference to a map or its value stands for; null where there is none. */
  Long addressOf(Imm64 reference) {
    if (reference instanceof Imm64.MapReference map && byName.containsKey(map.map())) {
      return byName.get(map.map()).handle;
    }
    if (reference instanceof Imm64.MapValueReference value
        && byName.get(value.map()) instanceof ArrayStore array) {
      array.makeFirst();
      return array.elements.address + value.offset();
    }
    return null;
  }
}
