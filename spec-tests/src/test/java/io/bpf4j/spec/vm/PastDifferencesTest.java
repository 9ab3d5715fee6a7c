package io.bpf4j.spec.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Vm;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What random programs once showed to differ between the VM and the kernel. */
@RequiresKernel
class PastDifferencesTest {
  /** Returns 2 for a packet whose first number is greater than 0x7fff, 1 for another. */
  private static Code fetching(AtomicOp op) {
    return Code.build(
        b -> {
          Label out = b.newLabel("out");
          Label next = b.newLabel("next");
          Label great = b.newLabel("great");
          b.load(Size.W, Register.R9, Register.R1, 0).load(Size.W, Register.R2, Register.R1, 4);
          b.mov(Register.R3, Register.R9).alu(AluOp.ADD, Register.R3, 32);
          b.jump(JumpOp.JGT, Register.R3, Register.R2, out);
          b.load(Size.DW, Register.R0, Register.R9, 0);
          b.store(Size.DW, Register.R10, -8, Register.R0);
          b.load(Size.DW, Register.R2, Register.R10, -8);
          // Either way leads on; on each, the verifier knows another range of the number.
          Jump jump = new Jump(JumpOp.JGE, Width.W32, Register.R2, new Imm(32), (short) 0);
          b.with(new Branch(jump, next)).bind(next);
          b.mov(Register.R2, 0).mov(Register.R0, 7);
          b.with(new Atomic(op, Size.DW, Register.R10, (short) -8, Register.R0));
          b.jump32(JumpOp.JSGT, Register.R0, new Imm(0x7fff), great);
          b.mov(Register.R0, 1).exit().bind(great).mov(Register.R0, 2).exit();
          b.bind(out).mov(Register.R0, 0).exit();
        });
  }

  /**
   * Linux 6.18 prunes the second way, having lost that the branch behind depends on the number, and
   * takes the branch out: it returns 1. The VM does as the instructions say.
   */
  @ParameterizedTest
  @EnumSource(names = {"CMPXCHG", "XCHG", "FETCH_ADD", "FETCH_OR", "LOAD_ACQ"})
  void aNumberFetchedFromTheStackIsWhatItIs(AtomicOp op) {
    ObjectSpec object =
        new ObjectSpec(
            "fetching",
            ByteOrder.LITTLE_ENDIAN,
            "GPL",
            List.of(ProgramSpec.of("main", "xdp", ProgramType.XDP, fetching(op))),
            List.of(),
            List.of(),
            Btf.EMPTY,
            List.of());
    byte[] packet = new byte[64];
    packet[2] = 1;
    assertThat(Vm.of(object).run("main", Input.Xdp.of(packet)).r0()).isEqualTo(2);
    try (BpfObject loaded = BpfSystem.ofThisMachine().load(object, LoadOptions.DEFAULT)) {
      int returned = loaded.program("main").testRun(packet).returnValue();
      assertThat(returned).as("1 where the kernel errs").isIn(1, 2);
    }
  }
}
