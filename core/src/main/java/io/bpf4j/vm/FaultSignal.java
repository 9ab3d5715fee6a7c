package io.bpf4j.vm;

/** Carries a fault out of the depths of one instruction; never leaves this package. */
final class FaultSignal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault.Kind kind;
  private final long address;
  private final String region;

  FaultSignal(Fault.Kind kind, long address, String region, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.address = address;
    this.region = region;
  }

  static FaultSignal of(Fault.Kind kind, String message) {
    return new FaultSignal(kind, 0, "", message);
  }

  Fault at(String program, int pc) {
    return new Fault(kind, program, pc, address, region, getMessage());
  }
}
