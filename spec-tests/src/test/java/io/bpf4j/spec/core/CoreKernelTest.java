package io.bpf4j.spec.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType.Member;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.link.CoreCode;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.object.CoreRelocation.Kind;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.verifier.Verdict;
import io.bpf4j.verifier.Verifier;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Code with relocations, built by us, verified offline and loaded into the running kernel. */
@RequiresKernel
class CoreKernelTest {
  /** Answers the size of task_struct.pid; what no kernel has is asked for first, and left out. */
  private static ObjectSpec object() {
    BtfBuilder types = new BtfBuilder();
    List<Member> members =
        List.of(
            new Member("pid", types.u64(), 0, 0), new Member("no_such_field", types.u64(), 64, 0));
    int task = types.struct("task_struct", 16, members);
    Btf btf = types.build();
    CoreCode code =
        CoreCode.build(
            btf,
            ByteOrder.nativeOrder(),
            b -> {
              Label without = b.code().newLabel("without");
              b.value(Register.R0, b.field(task, "no_such_field"), Kind.FIELD_EXISTS);
              b.code().jump(JumpOp.JEQ, Register.R0, 0, without);
              b.value(Register.R0, b.field(task, "no_such_field"), Kind.FIELD_BYTE_SIZE);
              b.code().exit().bind(without);
              b.value(Register.R0, b.field(task, "pid"), Kind.FIELD_BYTE_SIZE).code().exit();
            });
    Code none = Code.build(b -> b.exit());
    ProgramSpec program = ProgramSpec.of("size", "socket", ProgramType.SOCKET_FILTER, none);
    return ObjectSpec.builder("core", ByteOrder.nativeOrder())
        .license("GPL")
        .btf(btf)
        .programs(List.of(code.in(program)))
        .build();
  }

  @Test
  void loadsAgainstTheRunningKernel() {
    try (BpfObject loaded = BpfObject.load(object())) {
      assertThat(loaded.program("size").testRun(new byte[64]).returnValue()).isEqualTo(4);
    }
  }

  @Test
  void isVerifiedOnlyWithTypes() throws Exception {
    Verifier verifier = Verifier.of(KernelProfile.builtIn("6.18"));
    assertThat(verifier.verify(object()).programs().get(0).verdict())
        .isEqualTo(Verdict.UNSUPPORTED);
    Verifier typed = verifier.withTypes(TargetKernel.RUNNING.btf());
    assertThat(typed.verify(object()).programs().get(0).verdict()).isEqualTo(Verdict.ACCEPTED);
  }
}
