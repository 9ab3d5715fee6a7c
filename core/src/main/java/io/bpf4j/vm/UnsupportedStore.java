package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/** A map that the VM cannot have: using it is a fault, declaring it is not. */
final class UnsupportedStore extends MapStore {
  private final Region elements;

  private final String reason;

  UnsupportedStore(MapSpec spec, String reason) {
    super(spec);
    this.reason = reason;
    elements = Region.opaque("map " + spec.name());
  }

  private FaultSignal unsupported() {
    return FaultSignal.of(Fault.Kind.UNSUPPORTED, "map " + spec.name() + ": " + reason);
  }

  @Override
  Region elements() {
    return elements;
  }

  @Override
  int lookup(byte[] bytes, int keyOffset) {
    throw unsupported();
  }

  @Override
  int update(byte[] keys, int keyOffset, byte[] values, int valueOffset, long flags) {
    throw unsupported();
  }

  @Override
  int delete(byte[] bytes, int keyOffset) {
    throw unsupported();
  }

  @Override
  int nextPlace(int place) {
    return -1;
  }

  @Override
  byte[] keyAt(int place) {
    throw new IllegalArgumentException("no key in place " + place);
  }
}
