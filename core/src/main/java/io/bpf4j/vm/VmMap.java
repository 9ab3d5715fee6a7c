package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A map of a {@link Vm}, as user space sees it. Not thread-safe. */
public final class VmMap {
  private final MapStore store;

  VmMap(MapStore store) {
    this.store = store;
  }

  /** What it was made from; never null. */
  public MapSpec spec() {
    return store.spec;
  }

  /**
   * A copy of the value of a key; for a prog array use {@link #setProgram}.
   *
   * @param key {@code keySize} bytes
   * @throws IllegalArgumentException where the key has another size or the map has no values
   */
  public Optional<byte[]> lookup(byte[] key) {
    requireValues();
    int offset = store.lookup(sized("key", key, store.spec.keySize()), 0);
    if (offset < 0) {
      return Optional.empty();
    }
    byte[] elements = store.elements().bytes;
    return Optional.of(Arrays.copyOfRange(elements, offset, offset + store.spec.valueSize()));
  }

  /**
   * Sets the value of a key, new or not.
   *
   * @throws IllegalArgumentException where a size is wrong, the map is full, or it has no values
   */
  public void update(byte[] key, byte[] value) {
    requireValues();
    sized("key", key, store.spec.keySize());
    sized("value", value, store.spec.valueSize());
    int result = store.update(key, 0, value, 0, 0);
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
   * Removes a key.
   *
   * @return whether it was there; false for an array, whose elements stay
   */
  public boolean delete(byte[] key) {
    requireValues();
    return store.delete(sized("key", key, store.spec.keySize()), 0) == 0;
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
   * @throws IllegalArgumentException where this is no prog array or the index is out of range
   */
  public void setProgram(int index, String program) {
    if (!(store instanceof ProgramArray array)) {
      throw new IllegalArgumentException("map " + store.spec.name() + " is no prog array");
    }
    Objects.checkIndex(index, store.spec.maxEntries());
    array.set(index, program);
  }

  private void requireValues() {
    if (store instanceof ProgramArray || store instanceof UnsupportedStore) {
      throw new IllegalArgumentException(
          "map " + store.spec.name() + " of type " + store.spec.type() + " has no values here");
    }
  }

  private byte[] sized(String what, byte[] bytes, int size) {
    if (bytes.length != size) {
      throw new IllegalArgumentException(
          "map " + store.spec.name() + ": " + what + " of " + bytes.length + " bytes, not " + size);
    }
    return bytes;
  }
}
