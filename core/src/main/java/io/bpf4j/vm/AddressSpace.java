package io.bpf4j.vm;

/**
 * Memory outside of the VM, for probe_read and its like: of the kernel, or of the process that a
 * program looks into. Addresses from 0x100000000 on belong to the VM where it has such a region.
 */
@FunctionalInterface
public interface AddressSpace {
  /** Memory in which no address can be read. */
  AddressSpace EMPTY = (address, to, offset, length) -> false;

  /**
   * Copies bytes out.
   *
   * @param address of the first byte
   * @param to where they go, from {@code offset} on
   * @param length how many
   * @return false where some of them cannot be read: the helper then fails with EFAULT
   */
  boolean read(long address, byte[] to, int offset, int length);
}
