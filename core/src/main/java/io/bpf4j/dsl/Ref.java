package io.bpf4j.dsl;

import io.bpf4j.isa.AtomicOp;

/**
 * A number in memory: the value of a map element, a field, a byte of a packet.
 *
 * @param <T> the class of its values
 */
public final class Ref<T extends Scalar<T>> {
  private final Type<T> type;
  private final Address address;
  private final String what;

  Ref(Type<T> type, Address address, String what) {
    this.type = type;
    this.address = address;
    this.what = what;
  }

  /** Reads it. */
  public T get() {
    return address.load(Source.here(what + ".get"), type);
  }

  /** Writes it. */
  public void set(T value) {
    address.store(Source.here(what + ".set"), type, value);
  }

  /** Writes a number. */
  public void set(long number) {
    set(type.of(number));
  }

  /**
   * Adds to it, so that no other processor's addition is lost.
   *
   * @throws io.bpf4j.AssemblyException where the type is not an integer of 32 or 64 bits
   */
  public void atomicAdd(T value) {
    if (type.bits() < 32 || type.isBigEndian()) {
      throw Source.error("atomicAdd is for integers of 32 or 64 bits, not for " + type);
    }
    address.update(Source.here(what + ".atomicAdd"), AtomicOp.ADD, type, value);
  }

  /** Adds a number to it, so that no other processor's addition is lost. */
  public void atomicAdd(long number) {
    atomicAdd(type.of(number));
  }
}
