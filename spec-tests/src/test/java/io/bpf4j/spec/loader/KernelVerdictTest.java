package io.bpf4j.spec.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.LinkException;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.loader.BpfProgram;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.loader.ProgramLoad;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.LiveKernel;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

@RequiresKernel
class KernelVerdictTest {
  private final BpfSystem kernel = LiveKernel.require();

  private static ProgramSpec xdp(Consumer<CodeBuilder> body) {
    return ProgramSpec.of("verdict", "xdp", ProgramType.XDP, Code.build(body));
  }

  @Test
  void acceptsAndCounts() {
    ProgramLoad load = ProgramLoad.of(xdp(c -> c.mov(Register.R0, 2).exit()), "GPL");
    assertThat(kernel.verdict(load)).isEqualTo(new KernelVerdict(true, 0, ""));
    KernelVerdict logged = kernel.verdict(load.withLogLevel(LogLevel.LEVEL2));
    assertThat(logged.accepted()).isTrue();
    assertThat(logged.log()).contains("(b7) r0 = 2");
    assertThat(logged.verifiedInstructions()).hasValue(2);
    KernelVerdict statistics = kernel.verdict(load.withLogLevel(LogLevel.STATS));
    assertThat(statistics.verifiedInstructions()).hasValue(2);
  }

  @Test
  void rejectionIsAValue() {
    ProgramLoad load =
        ProgramLoad.of(xdp(c -> c.load(Size.DW, Register.R0, Register.R10, 0).exit()), "GPL");
    KernelVerdict silent = kernel.verdict(load);
    assertThat(silent.accepted()).isFalse();
    assertThat(silent.errnoName()).isEqualTo("EACCES");
    KernelVerdict logged = kernel.verdict(load.withLogLevel(LogLevel.LEVEL1));
    assertThat(logged.reason()).contains("invalid read from stack");
    assertThatThrownBy(() -> kernel.load(load))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.log()).contains("processed 1 insns"))
        .hasMessageContaining("bpf(PROG_LOAD) of program verdict (XDP): EACCES")
        .hasMessageContaining("invalid read from stack");
  }

  /** A log of some megabytes: far more than the first buffer holds. */
  @Test
  void logGrows() {
    Consumer<CodeBuilder> loop =
        c -> {
          var again = c.newLabel("again");
          c.mov(Register.R0, 0).bind(again);
          c.alu(AluOp.ADD, Register.R0, 1);
          c.jump(JumpOp.JLT, Register.R0, 20_000, again).exit();
        };
    ProgramLoad load = ProgramLoad.of(xdp(loop), "GPL").withLogLevel(LogLevel.LEVEL2);
    KernelVerdict verdict = kernel.verdict(load);
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.log().length()).isGreaterThan(1 << 20);
    assertThat(verdict.log()).startsWith("func#0 @0");
    assertThat(verdict.verifiedInstructions().getAsLong()).isGreaterThan(40_000);
  }

  @Test
  void mapsStandInByName() {
    ProgramSpec program =
        xdp(
            c -> {
              c.store(Size.W, Register.R10, -4, new Imm(0));
              c.mov(Register.R2, Register.R10).alu(AluOp.ADD, Register.R2, -4);
              c.loadMap(Register.R1, "hits").callHelper(Helper.MAP_LOOKUP_ELEM.number());
              c.mov(Register.R0, 2).exit();
            });
    ProgramLoad load = ProgramLoad.of(program, "GPL");
    try (BpfMap hits = kernel.createMap(MapSpec.of("hits", MapType.ARRAY, 4, 8, 1))) {
      assertThat(kernel.verdict(load.withMaps(Map.of("hits", hits))).accepted()).isTrue();
    }
    assertThatThrownBy(() -> kernel.verdict(load))
        .isInstanceOf(LinkException.class)
        .hasMessage("symbol hits: in program verdict at pc 3 is a map that was not given");
  }

  @Test
  void testRunReturnsAndTimes() {
    ProgramLoad load = ProgramLoad.of(xdp(c -> c.mov(Register.R0, 1).exit()), "GPL");
    byte[] packet = new byte[64];
    packet[63] = 7;
    try (BpfProgram drop = kernel.load(load)) {
      var run = drop.testRun(packet, new byte[0], 1000);
      assertThat(run.returnValue()).isEqualTo(1);
      assertThat(run.packet()).isEqualTo(packet);
      assertThatThrownBy(() -> drop.testRun(new byte[3]))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("EINVAL")
          .hasMessageContaining("packet 3 bytes");
    }
  }
}
