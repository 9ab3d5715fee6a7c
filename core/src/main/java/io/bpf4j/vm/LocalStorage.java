package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/**
 * Values that belong to kernel objects (sockets, tasks, inodes, cgroups), which the VM knows by
 * number only: their address, or a cgroup's id.
 */
final class LocalStorage extends MapStore {
  private final Memory memory;
  private final Elements elements;
  private final HashKeys keys;
  private final byte[] key = new byte[Long.BYTES];

  LocalStorage(MapSpec spec, Memory memory, Elements elements, int most) {
    super(spec);
    this.memory = memory;
    this.elements = elements;
    keys = new HashKeys(Long.BYTES, most);
  }

  /** The place of an object's value, or -1. */
  int find(long object) {
    memory.put(key, 0, Long.BYTES, object);
    return keys.find(key, 0);
  }

  /** The place of an object's value, made of zeros where there is none; -1 where all is full. */
  int findOrCreate(long object) {
    int place = find(object);
    if (place == HashKeys.NONE && !keys.isFull()) {
      place = keys.insert(key, 0);
      elements.reserve(place + 1);
      elements.clear(place);
    }
    return place;
  }

  long addressOf(int place) {
    return elements.address + elements.offset(place);
  }

  Elements elements() {
    return elements;
  }

  boolean delete(long object) {
    int place = find(object);
    if (place != HashKeys.NONE) {
      elements.release(place);
      keys.remove(place);
    }
    return place != HashKeys.NONE;
  }
}
