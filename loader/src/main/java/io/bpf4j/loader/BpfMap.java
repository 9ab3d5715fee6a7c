package io.bpf4j.loader;

import io.bpf4j.KernelException;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.BpfCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A map in the running kernel. Keys and values are bytes as the programs see them: in the machine's
 * byte order, of the sizes of {@link #spec()}. Thread-safe, but closing must not race with use.
 *
 * <p>Every method throws {@link IllegalStateException} once the map is closed.
 */
public final class BpfMap implements AutoCloseable {
  // Offsets in union bpf_attr, BPF_MAP_*_ELEM (uapi/linux/bpf.h).
  private static final int MAP_FD = 0;
  private static final int KEY = 8;
  private static final int VALUE = 16;
  private static final int NEXT_KEY = 16;
  private static final int FLAGS = 24;
  private static final int SIZE = 32;

  private final Descriptor descriptor;
  private final MapSpec spec;

  BpfMap(MapSpec spec, Descriptor descriptor) {
    this.descriptor = descriptor;
    this.spec = spec;
  }

  /** What the map was created from; never null. */
  public MapSpec spec() {
    return spec;
  }

  /** The file descriptor; it stays this object's. */
  public int descriptor() {
    return descriptor.number();
  }

  /**
   * The value of a key, or empty where there is no such key.
   *
   * @throws KernelException where the kernel refuses for another reason
   */
  public Optional<byte[]> lookup(byte[] key) {
    return read(BpfCommand.MAP_LOOKUP_ELEM, key);
  }

  /**
   * The value of a key, which is taken out of the map; empty where there is no such key. For queues
   * and stacks, whose key is empty: pop.
   *
   * @throws KernelException where the kernel refuses for another reason
   */
  public Optional<byte[]> lookupAndDelete(byte[] key) {
    return read(BpfCommand.MAP_LOOKUP_AND_DELETE_ELEM, key);
  }

  private Optional<byte[]> read(BpfCommand command, byte[] key) {
    CallMemory memory = begin(key);
    CallMemory.Region value = memory.reserve(ValueLayout.sizeForUser(spec));
    memory.u64(VALUE, value.address());
    return found(command, memory) ? Optional.of(value.read(value.size())) : Optional.empty();
  }

  /** Sets the value of a key, whether or not it exists. */
  public void update(byte[] key, byte[] value) {
    update(key, value, UpdateMode.ANY);
  }

  /**
   * Sets the value of a key.
   *
   * @param value of {@link MapSpec#valueSize} bytes; for a per-CPU map each possible CPU's value in
   *     turn, each padded to a multiple of 8 bytes
   * @throws KernelException where the kernel refuses: the map is full or frozen, or {@code mode}
   *     does not fit
   * @throws IllegalArgumentException where key or value has the wrong size
   */
  public void update(byte[] key, byte[] value, UpdateMode mode) {
    CallMemory memory = begin(key);
    requireSize("value", ValueLayout.sizeForUser(spec), value);
    memory.u64(VALUE, memory.copy(value)).u64(FLAGS, mode.number());
    descriptor.kernel().call(BpfCommand.MAP_UPDATE_ELEM, memory, SIZE, descriptor.what());
  }

  /**
   * Deletes a key.
   *
   * @return whether it was there
   * @throws KernelException where the map's type lets no element be deleted
   */
  public boolean delete(byte[] key) {
    return found(BpfCommand.MAP_DELETE_ELEM, begin(key));
  }

  /** The first key, or empty where the map has none. */
  public Optional<byte[]> firstKey() {
    return followingKey(open());
  }

  /**
   * The key that follows {@code key} in the map's own order, or empty where it is the last. Where
   * {@code key} is not in the map, hash maps begin again with the first key.
   */
  public Optional<byte[]> nextKey(byte[] key) {
    return followingKey(begin(key));
  }

  private Optional<byte[]> followingKey(CallMemory memory) {
    CallMemory.Region next = memory.reserve(spec.keySize());
    memory.u64(NEXT_KEY, next.address());
    boolean found = found(BpfCommand.MAP_GET_NEXT_KEY, memory);
    return found ? Optional.of(next.read(next.size())) : Optional.empty();
  }

  /**
   * All keys, in the map's own order. A map that changes meanwhile may give a key twice or not at
   * all; the list has at most twice {@code max_entries} keys.
   */
  public List<byte[]> keys() {
    List<byte[]> keys = new ArrayList<>();
    long limit = 2 * Integer.toUnsignedLong(spec.maxEntries());
    Optional<byte[]> key = firstKey();
    while (key.isPresent() && keys.size() < limit) {
      keys.add(key.get());
      key = nextKey(key.get());
    }
    return keys;
  }

  /**
   * Makes the map read-only for user space, and its contents constants to the verifier where
   * programs may not write it either (BPF_MAP_FREEZE).
   */
  public void freeze() {
    descriptor.kernel().call(BpfCommand.MAP_FREEZE, open(), 4, descriptor.what());
  }

  /** Closes the descriptor; the map lives on while a loaded program uses it. */
  @Override
  public void close() {
    descriptor.close();
  }

  private CallMemory open() {
    return descriptor.kernel().begin().u32(MAP_FD, descriptor.number());
  }

  private CallMemory begin(byte[] key) {
    requireSize("key", spec.keySize(), key);
    CallMemory memory = open();
    // Queues and stacks have no key, and the kernel insists on a null pointer then.
    return key.length == 0 ? memory : memory.u64(KEY, memory.copy(key));
  }

  private boolean found(BpfCommand command, CallMemory memory) {
    int result = descriptor.kernel().tryCall(command, memory, SIZE);
    if (result < 0 && result != -Errno.ENOENT) {
      throw Diagnosis.failure(command, descriptor.what(), -result, "");
    }
    return result >= 0;
  }

  private void requireSize(String what, int size, byte[] bytes) {
    if (bytes.length != size) {
      throw new IllegalArgumentException(
          descriptor.what() + ": " + what + " has " + bytes.length + " bytes, not " + size);
    }
  }

  @Override
  public String toString() {
    return "BpfMap[" + spec.name() + ", " + (descriptor.isOpen() ? "open" : "closed") + "]";
  }
}
