package io.bpf4j.cli;

import io.bpf4j.loader.Availability;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.uapi.ProgramType;

/**
 * Whether a program runs in the kernel or in the VM, and why.
 *
 * @param kernel whether it is the kernel
 * @param reason why not the kernel, "" where it is
 */
record Choice(boolean kernel, String reason) {

  /**
   * The kernel wherever it takes programs from this process and can test-run them.
   *
   * @param vmOption the option that asks for the VM, null where none does
   */
  static Choice of(ProgramType type, String vmOption) {
    if (vmOption != null) {
      return new Choice(false, "as " + vmOption + " asks for it");
    }
    if (type == ProgramType.TRACEPOINT) {
      return new Choice(false, "as the kernel has no test run for tracepoint programs");
    }
    Availability availability = BpfSystem.availability();
    return availability.permitted()
        ? new Choice(true, "")
        : new Choice(false, "as the kernel takes no programs here: " + availability.reason());
  }
}
