package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;

/**
 * A hash map, per-CPU or not. A full LRU map gives up the element that programs did not look up or
 * update for longest. The kernel's choice is only near to that, so that a program may rely on no
 * more than this: the update succeeds, and what is given up is another element.
 */
final class HashStore extends ValueStore {
  private final HashKeys keys;

  /** Null where the map does not evict. */
  private final UseOrder order;

  HashStore(MapSpec spec, Elements elements) {
    super(spec, elements);
    keys = new HashKeys(spec.keySize(), spec.maxEntries());
    boolean evicts = spec.type() == MapType.LRU_HASH || spec.type() == MapType.LRU_PERCPU_HASH;
    order = evicts ? new UseOrder() : null;
  }

  @Override
  int place(byte[] bytes, int keyOffset, boolean use) {
    int place = keys.find(bytes, keyOffset);
    if (use && order != null && place != HashKeys.NONE) {
      order.use(place);
    }
    return place;
  }

  @Override
  int placeToUpdate(byte[] keyBytes, int keyOffset, long flags) {
    boolean locked = (flags & MapFlags.LOCK) != 0;
    if (!MapFlags.areKnown(flags) || locked && elements.fields.lock() < 0) {
      return -Errno.EINVAL;
    }
    int place = place(keyBytes, keyOffset, true);
    if (place != HashKeys.NONE) {
      if ((flags & MapFlags.NOEXIST) != 0) {
        return -Errno.EEXIST;
      }
      if (!locked) {
        elements.release(place);
      }
      return place;
    }
    if ((flags & MapFlags.EXIST) != 0) {
      return -Errno.ENOENT;
    }
    if (keys.isFull()) {
      if (order == null) {
        return -Errno.E2BIG;
      }
      remove(order.oldest());
    }
    place = keys.insert(keyBytes, keyOffset);
    elements.reserve(place + 1);
    elements.clear(place);
    if (order != null) {
      order.add(place);
    }
    return place;
  }

  @Override
  int delete(byte[] bytes, int keyOffset) {
    int place = keys.find(bytes, keyOffset);
    if (place == HashKeys.NONE) {
      return -Errno.ENOENT;
    }
    remove(place);
    return 0;
  }

  private void remove(int place) {
    elements.release(place);
    keys.remove(place);
    if (order != null) {
      order.remove(place);
    }
  }

  @Override
  int nextPlace(int place) {
    return keys.following(place);
  }

  @Override
  void copyKey(int place, byte[] to, int offset) {
    keys.copyKey(place, to, offset);
  }

  @Override
  boolean iterable() {
    return true;
  }
}
