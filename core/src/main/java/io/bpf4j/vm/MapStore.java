package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/**
 * A map as the VM's programs see it. What its kind of map does not have is a fault, as the kernel's
 * verifier refuses it; errors are negated numbers of {@link Errno}.
 */
abstract class MapStore {
  final MapSpec spec;

  /** Address that stands for the map: what R1 of map helpers holds. */
  long handle;

  MapStore(MapSpec spec) {
    this.spec = spec;
  }

  /** Address of the value of a key, or 0 where there is none. */
  long lookup(byte[] bytes, int keyOffset) {
    throw lacks("keys that programs look up");
  }

  /** Address of the value that a processor has for a key, or 0. */
  long lookup(byte[] bytes, int keyOffset, int processor) {
    throw lacks("values for each processor");
  }

  /** Sets a value; 0 or a negated error number. */
  int update(byte[] keys, int keyOffset, byte[] values, int valueOffset, long flags) {
    throw lacks("keys that programs update");
  }

  /** Removes a key; 0 or a negated error number. */
  int delete(byte[] bytes, int keyOffset) {
    throw lacks("keys that programs delete");
  }

  int push(byte[] values, int valueOffset, long flags) {
    throw lacks("values to push");
  }

  int pop(byte[] to, int offset) {
    throw lacks("values to pop");
  }

  int peek(byte[] values, int offset) {
    throw lacks("values to peek at");
  }

  /** The place after {@code place} (-1 to begin) with a key, or -1 where there is none. */
  int nextPlace(int place) {
    return -1;
  }

  /** Copies the key in a place to an array. */
  void copyKey(int place, byte[] to, int offset) {
    throw lacks("keys");
  }

  final byte[] keyAt(int place) {
    byte[] key = new byte[spec.keySize()];
    copyKey(place, key, 0);
    return key;
  }

  /** A fault for what maps of this type do not have. */
  FaultSignal lacks(String what) {
    return FaultSignal.of(
        Fault.Kind.BAD_ARGUMENT,
        "map " + spec.name() + " of type " + spec.type() + " has no " + what);
  }
}
