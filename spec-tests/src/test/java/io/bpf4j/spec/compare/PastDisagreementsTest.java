package io.bpf4j.spec.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Generator;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Programs that random comparison once found the offline verifier wrong about, minimised. */
@RequiresKernel
class PastDisagreementsTest {
  private static void rejectedByBoth(Consumer<CodeBuilder> body) {
    ObjectSpec object =
        Generator.object("past", Variant.of(ProgramType.TRACEPOINT), "GPL", Code.build(body), true);
    try (KernelOracle kernel = new KernelOracle()) {
      KernelAnswer answer = kernel.answer(object);
      OfflineAnswer offline = new OfflineOracle(KernelProfile.builtIn("6.18")).apply(object);
      assertThat(Outcome.of(answer, offline.kind()))
          .as("kernel %s, offline %s", answer, offline)
          .isEqualTo(Outcome.BOTH_REJECT);
    }
  }

  private static void lookup(CodeBuilder c) {
    c.mov(Register.R6, Register.R1).store(Size.DW, Register.R10, -8, new Imm(9));
    c.mov(Register.R2, Register.R10).alu(AluOp.ADD, Register.R2, -8);
    c.loadMap(Register.R1, "hash").callHelper(Helper.MAP_LOOKUP_ELEM.number());
  }

  @Test
  void equalToAPointerSaysNothingOfCopies() {
    rejectedByBoth(
        c -> {
          Label out = c.newLabel("out");
          lookup(c);
          c.mov(Register.R9, Register.R0).jump(JumpOp.JNE, Register.R9, Register.R6, out);
          c.store(Size.DW, Register.R0, 0, new Imm(1));
          c.bind(out).mov(Register.R0, 0).exit();
        });
  }

  @Test
  void fetchIntoItsOwnAddress() {
    rejectedByBoth(
        c -> {
          Label out = c.newLabel("out");
          lookup(c);
          c.jump(JumpOp.JEQ, Register.R0, 0, out);
          c.with(new Atomic(AtomicOp.FETCH_ADD, Size.DW, Register.R0, (short) 0, Register.R0));
          c.bind(out).mov(Register.R0, 0).exit();
        });
  }

  @Test
  void bitsThatAreNotSetForgetRanges() {
    rejectedByBoth(
        c -> {
          Label out = c.newLabel("out");
          c.load(Size.H, Register.R7, Register.R1, 8);
          c.jump(JumpOp.JSLE, Register.R7, 255, out).jump(JumpOp.JSET, Register.R7, 3, out);
          c.jump(JumpOp.JGT, Register.R7, 121, out);
          c.load(Size.B, Register.R0, Register.R10, 0).bind(out).mov(Register.R0, 0).exit();
        });
  }

  @Test
  void shiftByANumberWhoseUpperHalfIsUnknown() {
    rejectedByBoth(
        c -> {
          c.load(Size.W, Register.R7, Register.R1, 8).alu(AluOp.LSH, Register.R7, 44);
          c.alu32(AluOp.RSH, Register.R7, Register.R7).mov(Register.R4, Register.R10);
          c.alu(AluOp.ADD, Register.R4, Register.R7).mov(Register.R0, 0).exit();
        });
  }

  /** bpf_loop is given the address of a function, changed in some way. */
  private static void rejectedWithFunction(Consumer<CodeBuilder> change) {
    rejectedByBoth(
        c -> {
          Label callback = c.newLabel("callback");
          c.load(Size.H, Register.R7, Register.R1, 8).mov(Register.R1, 2);
          c.with(new Branch(new LoadImm64(Register.R2, new Imm64.LocalFunction(0)), callback));
          c.mov(Register.R3, 0).mov(Register.R4, 0);
          change.accept(c);
          c.callHelper(Helper.LOOP.number()).mov(Register.R0, 0).exit();
          c.bind(callback).mov(Register.R0, 0).exit();
        });
  }

  @Test
  void functionAddressesTakeNoOffset() {
    rejectedWithFunction(c -> c.alu(AluOp.ADD, Register.R2, -8));
    rejectedWithFunction(c -> c.alu(AluOp.ADD, Register.R2, 8));
    rejectedWithFunction(c -> c.alu(AluOp.ADD, Register.R2, Register.R7));
  }
}
