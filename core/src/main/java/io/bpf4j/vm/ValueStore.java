package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/** A map from keys to values, each key in a place. */
abstract class ValueStore extends MapStore {
  final Elements elements;

  ValueStore(MapSpec spec, Elements elements) {
    super(spec);
    this.elements = elements;
  }

  /**
   * The place of a key, or -1.
   *
   * @param use whether a program uses it now, which keeps it in a map that evicts
   */
  abstract int place(byte[] bytes, int keyOffset, boolean use);

  /** The place for a key's new value, made where need be, or a negated error number. */
  abstract int placeToUpdate(byte[] keys, int keyOffset, long flags);

  @Override
  final long lookup(byte[] bytes, int keyOffset) {
    int place = place(bytes, keyOffset, true);
    return place < 0 ? 0 : elements.address + elements.offset(place);
  }

  @Override
  final long lookup(byte[] bytes, int keyOffset, int processor) {
    if (!elements.perProcessor) {
      return super.lookup(bytes, keyOffset, processor);
    }
    if (Integer.compareUnsigned(processor, elements.processors()) >= 0) {
      return 0;
    }
    int place = place(bytes, keyOffset, true);
    return place < 0 ? 0 : elements.address + elements.offset(place, processor);
  }

  @Override
  final int update(byte[] keys, int keyOffset, byte[] values, int valueOffset, long flags) {
    int place = placeToUpdate(keys, keyOffset, flags);
    if (place >= 0) {
      elements.set(place, values, valueOffset);
    }
    return Math.min(place, 0);
  }

  /** Sets the value of one processor; 0 or a negated error number. */
  final int updateFor(int processor, byte[] key, byte[] value) {
    int place = placeToUpdate(key, 0, 0);
    if (place >= 0) {
      elements.set(place, processor, value);
    }
    return Math.min(place, 0);
  }

  /** Whether for_each_map_elem goes over such maps. */
  boolean iterable() {
    return false;
  }
}
