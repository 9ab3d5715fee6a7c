package io.bpf4j.vm;

/** Carries a fault out of the depths of one instruction; never leaves this package. */
final class FaultSignal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault.Kind kind;
  private final long address;
  private final String region;
  private transient Lowered program;
  private int index = -1;
  private long remaining;

  FaultSignal(Fault.Kind kind, long address, String region, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.address = address;
    this.region = region;
  }

  static FaultSignal of(Fault.Kind kind, String message) {
    return new FaultSignal(kind, 0, "", message);
  }

  /**
   * Says which instruction is at fault and how much of the budget is left after it; the innermost
   * of nested calls knows.
   *
   * @param where the program, null where only its index is known yet
   */
  FaultSignal at(Lowered where, int itsIndex, long budgetLeft) {
    if (index < 0) {
      index = itsIndex;
      remaining = budgetLeft;
    }
    if (program == null) {
      program = where;
    }
    return this;
  }

  long remaining() {
    return remaining;
  }

  Fault fault() {
    return new Fault(kind, program.name, program.pcs[index], address, region, getMessage());
  }
}
