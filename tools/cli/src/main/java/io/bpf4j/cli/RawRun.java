package io.bpf4j.cli;

import io.bpf4j.asm.Printable;
import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Raw;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Run;
import io.bpf4j.vm.Vm;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Bare instructions on bare memory, as runners of conformance tests want it: R1 is the memory's
 * address, R2 its size, and R0 the answer. No verifier looks at the instructions before.
 */
final class RawRun {
  private static final String NAME = "main";
  private static final int SLOT = 8;

  private RawRun() {}

  /**
   * Runs instructions and prints R0 in hexadecimal.
   *
   * @param instructions little-endian, 8 bytes a slot
   * @param memory what R1 points to; where it is empty, R1 may not be followed
   * @return 0, or 1 where the program cannot be run to its end
   */
  static int run(Screen screen, byte[] instructions, byte[] memory) {
    if (instructions.length == 0 || instructions.length % SLOT != 0) {
      screen.error("a program is one or more slots of 8 bytes, not " + instructions.length);
      return ExitCode.REJECTED;
    }
    Code code = Code.decode(instructions, ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < code.instructions().size(); i++) {
      if (code.instructions().get(i) instanceof Raw raw) {
        screen.error("slot " + code.pcOf(i) + " is no instruction: " + raw.flaw().reason());
        return ExitCode.REJECTED;
      }
    }
    ProgramSpec program = ProgramSpec.of(NAME, "raw", ProgramType.SYSCALL, code);
    ObjectSpec object =
        new ObjectSpec(
            "raw",
            ByteOrder.LITTLE_ENDIAN,
            "GPL",
            List.of(program),
            List.of(),
            List.of(),
            Btf.EMPTY,
            List.of());
    Run run = Vm.of(object).run(NAME, new Input.Memory(memory));
    if (run.fault().isPresent()) {
      screen.error(Printable.of(VmMachine.describe(run.fault().get())));
      return ExitCode.REJECTED;
    }
    screen.line(Long.toHexString(run.r0()));
    return ExitCode.ACCEPTED;
  }
}
