package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A map of a {@link Vm}, as user space sees it. What a map's kind does not have is an {@link
 * IllegalArgumentException}. Not thread-safe.
 *
 * <p>Hash, array and LRU maps, LPM tries and maps of redirect targets have keys and values; those
 * of per-CPU maps are asked for by processor. Prog arrays and maps of maps have {@link #setProgram}
 * and {@link #setMap}. Other kinds have classes of their own: {@link VmQueue}, {@link
 * VmBloomFilter}, {@link VmRingBuffer}, {@link VmUserRingBuffer}, {@link VmPerfEventArray}, {@link
 * VmLocalStorage}.
 */
public final class VmMap {
  final MapStore store;

  VmMap(MapStore store) {
    this.store = store;
  }

  /** What it was made from; never null. */
  public MapSpec spec() {
    return store.spec;
  }

  /**
   * A copy of the value of a key, of a per-CPU map that of processor 0; the longest prefix's of an
   * LPM trie. Timers and locks read as zeros.
   *
   * @param key {@code keySize} bytes
   */
  public Optional<byte[]> lookup(byte[] key) {
    return lookup(key, 0);
  }

  /** A copy of the value that a processor has for a key. */
  public Optional<byte[]> lookup(byte[] key, int processor) {
    ValueStore values = values(processor);
    int place = values.place(sizedKey(key), 0, false);
    return place < 0 ? Optional.empty() : Optional.of(values.elements.copyOf(place, processor));
  }

  /**
   * Sets the value of a key, new or not; in a per-CPU map that of every processor. A target of
   * redirects is set like any other value.
   *
   * @throws IllegalArgumentException where a size is wrong, the map is full, the key is no index of
   *     an array or no prefix, or the map has no values
   */
  public void update(byte[] key, byte[] value) {
    int processors = values(0).elements.processors();
    for (int processor = 0; processor < processors; processor++) {
      update(key, processor, value);
    }
  }

  /** Sets the value that a processor has for a key; where the key is new, others' are zeros. */
  public void update(byte[] key, int processor, byte[] value) {
    ValueStore values = values(processor);
    sizedKey(key);
    Sizes.require(store.spec, "value", value, store.spec.valueSize());
    requireRoom(values.updateFor(processor, key, value));
  }

  private void requireRoom(int result) {
    if (result == -Errno.EINVAL) {
      throw new IllegalArgumentException("map " + store.spec.name() + " takes no such key");
    }
    if (result != 0) {
      throw new IllegalArgumentException(
          "map "
              + store.spec.name()
              + " of "
              + store.spec.maxEntries()
              + " entries: no room for the key");
    }
  }

  /**
   * Removes a key; empties a slot.
   *
   * @return whether it was there; false for an array, whose elements stay
   */
  public boolean delete(byte[] key) {
    sizedKey(key);
    if (store instanceof MapOfMapsStore maps) {
      return maps.remove(key);
    }
    return values(0).delete(key, 0) == 0;
  }

  /** The keys that the map holds now, in an order that depends on its history alone. */
  public List<byte[]> keys() {
    List<byte[]> out = new ArrayList<>();
    for (int place = store.nextPlace(-1); place >= 0; place = store.nextPlace(place)) {
      out.add(store.keyAt(place));
    }
    return out;
  }

  /**
   * Fills a slot of a prog array.
   *
   * @param program name of a program of the VM's object, or null to empty the slot
   */
  public void setProgram(int index, String program) {
    if (!(store instanceof ProgramArray array)) {
      throw new IllegalArgumentException("map " + store.spec.name() + " is no prog array");
    }
    Objects.checkIndex(index, store.spec.maxEntries());
    array.set(index, program);
  }

  /**
   * Puts a map into a map of maps.
   *
   * @param map of the same VM, and of the type, sizes and flags of the outer map's template, if it
   *     has one
   */
  public void setMap(byte[] key, VmMap map) {
    if (!(store instanceof MapOfMapsStore outer)) {
      throw new IllegalArgumentException("map " + store.spec.name() + " is no map of maps");
    }
    requireLikeTemplate(map.spec());
    requireRoom(outer.put(sizedKey(key), map.store));
  }

  /** The map that a map of maps has for a key. */
  public Optional<VmMap> mapOf(byte[] key) {
    if (!(store instanceof MapOfMapsStore outer)) {
      throw new IllegalArgumentException("map " + store.spec.name() + " is no map of maps");
    }
    return Optional.ofNullable(outer.innerOf(sizedKey(key), 0)).map(VmMap::new);
  }

  private void requireLikeTemplate(MapSpec inner) {
    MapSpec template = store.spec.inner();
    if (template != null
        && (template.type() != inner.type()
            || template.keySize() != inner.keySize()
            || template.valueSize() != inner.valueSize()
            || template.flags() != inner.flags())) {
      throw new IllegalArgumentException(
          "map " + inner.name() + " is not like the template of " + store.spec.name());
    }
  }

  private ValueStore values(int processor) {
    ValueStore values =
        store instanceof RedirectStore redirect
            ? redirect.targets()
            : store instanceof ValueStore own ? own : null;
    if (values == null) {
      throw new IllegalArgumentException(
          "map " + store.spec.name() + " of type " + store.spec.type() + " has no values here");
    }
    Objects.checkIndex(processor, values.elements.processors());
    return values;
  }

  private byte[] sizedKey(byte[] key) {
    return Sizes.require(store.spec, "key", key, store.spec.keySize());
  }
}
