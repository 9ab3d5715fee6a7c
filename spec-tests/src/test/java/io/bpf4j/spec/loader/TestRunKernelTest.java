package io.bpf4j.spec.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.loader.BpfProgram;
import io.bpf4j.loader.ProgramLoad;
import io.bpf4j.loader.TestRun;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.LiveKernel;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Test runs in the running kernel. */
@RequiresKernel
class TestRunKernelTest {
  private static final int XDP_MD_BYTES = 24;

  private static BpfProgram load(ProgramType type, Consumer<CodeBuilder> body) {
    ProgramSpec spec = ProgramSpec.of("test_run", "test", type, Code.build(body));
    return LiveKernel.require().load(ProgramLoad.of(spec, "GPL"));
  }

  private static BpfProgram grows(int bytes) {
    return load(
        ProgramType.XDP,
        c ->
            c.mov(Register.R2, bytes)
                .callHelper(Helper.XDP_ADJUST_TAIL.number())
                .mov(Register.R0, 2)
                .exit());
  }

  @Test
  void aPacketThatGrowsBeyondTheFirstBufferComesBackWhole() {
    byte[] packet = new byte[64];
    Arrays.fill(packet, (byte) 7);
    try (BpfProgram program = grows(1000)) {
      TestRun run = program.testRun(packet);
      assertThat(run.returnValue()).isEqualTo(2);
      assertThat(run.packet()).hasSize(1064).startsWith(packet);
    }
  }

  @Test
  void theContextGoesInAndComesOut() {
    ByteBuffer context = ByteBuffer.allocate(XDP_MD_BYTES).order(ByteOrder.nativeOrder());
    context.putInt(4, 64); // data_end
    try (BpfProgram program = grows(16)) {
      TestRun run = program.testRun(new byte[64], context.array(), 1);
      ByteBuffer out = ByteBuffer.wrap(run.context()).order(ByteOrder.nativeOrder());
      assertThat(out.getInt(4)).as("data_end").isEqualTo(80);
      assertThat(run.packet()).hasSize(80);
    }
  }

  @Test
  void aSocketFilterSeesTheWholeLength() {
    try (BpfProgram program =
        load(ProgramType.SOCKET_FILTER, c -> c.load(Size.W, Register.R0, Register.R1, 0).exit())) {
      // The Ethernet header is pulled before a socket filter runs.
      assertThat(program.testRun(new byte[100]).returnValue()).isEqualTo(100 - 14);
    }
  }

  @Test
  void whatCannotBeRunSaysSo() {
    try (BpfProgram program = load(ProgramType.KPROBE, c -> c.mov(Register.R0, 0).exit())) {
      assertThatThrownBy(() -> program.testRun(new byte[64]))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("bpf(PROG_TEST_RUN) of program test_run")
          .hasMessageContaining("this program type cannot be test-run");
    }
  }
}
