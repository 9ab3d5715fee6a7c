package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.util.Arrays;

/** An array or hash of maps, which only Java code fills. */
final class MapOfMapsStore extends MapStore {
  private final Memory memory;
  private final HashKeys keys;
  private MapStore[] inner = new MapStore[0];

  MapOfMapsStore(MapSpec spec, Memory memory) {
    super(spec);
    this.memory = memory;
    keys = new HashKeys(spec.keySize(), spec.maxEntries());
  }

  @Override
  long lookup(byte[] bytes, int keyOffset) {
    MapStore found = innerOf(bytes, keyOffset);
    return found == null ? 0 : found.handle;
  }

  /** The map of a key, or null. */
  MapStore innerOf(byte[] bytes, int keyOffset) {
    int place = keys.find(bytes, keyOffset);
    return place == HashKeys.NONE ? null : inner[place];
  }

  /** Puts a map in, in the place of another or not; 0 or a negated error number. */
  int put(byte[] key, MapStore map) {
    if (spec.type() == MapType.ARRAY_OF_MAPS
        && Integer.compareUnsigned((int) memory.get(key, 0, 4), spec.maxEntries()) >= 0) {
      return -Errno.E2BIG;
    }
    int place = keys.find(key, 0);
    if (place == HashKeys.NONE) {
      if (keys.isFull()) {
        return -Errno.E2BIG;
      }
      place = keys.insert(key, 0);
      if (place >= inner.length) {
        int length = Elements.grownLength(place + 1, inner.length, spec.maxEntries());
        inner = Arrays.copyOf(inner, length);
      }
    }
    inner[place] = map;
    return 0;
  }

  /** Takes a map out; whether there was one. */
  boolean remove(byte[] key) {
    int place = keys.find(key, 0);
    if (place != HashKeys.NONE) {
      keys.remove(place);
      inner[place] = null;
    }
    return place != HashKeys.NONE;
  }

  @Override
  int nextPlace(int place) {
    return keys.following(place);
  }

  @Override
  void copyKey(int place, byte[] to, int offset) {
    keys.copyKey(place, to, offset);
  }
}
