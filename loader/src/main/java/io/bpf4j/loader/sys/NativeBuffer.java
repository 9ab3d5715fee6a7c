package io.bpf4j.loader.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Memory whose address the kernel may be told. It stays at its address for as long as this object
 * is reachable. Not thread-safe.
 */
public final class NativeBuffer {
  private final ByteBuffer bytes;
  private final long address;

  /**
   * @param bytes the memory; its whole capacity is used, in the machine's byte order
   * @param address where its first byte is
   */
  public NativeBuffer(ByteBuffer bytes, long address) {
    this.bytes = Objects.requireNonNull(bytes, "bytes").order(ByteOrder.nativeOrder());
    this.address = address;
  }

  /** The memory, in the machine's byte order; never null. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** The address of the first byte. */
  public long address() {
    return address;
  }

  /** The size in bytes. */
  public int size() {
    return bytes.capacity();
  }
}
