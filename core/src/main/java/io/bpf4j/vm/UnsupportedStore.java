package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/** A map that the VM cannot have: using it is a fault, declaring it is not. */
final class UnsupportedStore extends MapStore {
  private final String reason;

  UnsupportedStore(MapSpec spec, String reason) {
    super(spec);
    this.reason = reason;
  }

  @Override
  FaultSignal lacks(String what) {
    return FaultSignal.of(Fault.Kind.UNSUPPORTED, "map " + spec.name() + ": " + reason);
  }
}
