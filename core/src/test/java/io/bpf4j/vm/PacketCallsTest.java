package io.bpf4j.vm;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R5;
import static io.bpf4j.isa.Register.R6;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Helpers on packets, and contexts that tables describe; spec-tests hold them against a kernel. */
class PacketCallsTest {
  private static byte[] frame() {
    byte[] frame = new byte[60];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) i;
    }
    frame[12] = 0x08;
    frame[13] = 0x00;
    return frame;
  }

  private static Run run(Input input, Consumer<CodeBuilder> body) {
    Run run = Vm.of(Programs.object(List.of(Programs.xdp("main", body)))).run("main", input);
    assertThat(run.fault()).isEmpty();
    return run;
  }

  private static Fault fault(Input input, Consumer<CodeBuilder> body) {
    return Vm.of(Programs.object(List.of(Programs.xdp("main", body))))
        .run("main", input)
        .fault()
        .orElseThrow();
  }

  private static Input tc() {
    return SocketBuffer.ofFrame(ProgramType.SCHED_CLS, frame());
  }

  private static Consumer<CodeBuilder> calling(Helper helper, int... arguments) {
    return b -> {
      for (int i = 0; i < arguments.length; i++) {
        b.mov(io.bpf4j.isa.Register.of(i + 2), arguments[i]);
      }
      b.callHelper(helper.number()).exit();
    };
  }

  @Test
  void tailAndHeadOfABufferMove() {
    Run longer = run(tc(), calling(Helper.SKB_CHANGE_TAIL, 64, 0));
    assertThat(longer.r0()).isZero();
    assertThat(longer.packet()).isEqualTo(Arrays.copyOf(frame(), 64));
    assertThat(run(tc(), calling(Helper.SKB_CHANGE_TAIL, 13, 0)).r0()).isEqualTo(-22);
    assertThat(run(tc(), calling(Helper.SKB_CHANGE_TAIL, 16_064, 0)).r0()).isZero();
    assertThat(run(tc(), calling(Helper.SKB_CHANGE_TAIL, 16_065, 0)).r0()).isEqualTo(-22);
    Run pushed = run(tc(), calling(Helper.SKB_CHANGE_HEAD, 1000, 0));
    assertThat(pushed.packet()).hasSize(1060).endsWith(frame());
    assertThat(Arrays.copyOf(pushed.packet(), 1000)).containsOnly(0);
  }

  @Test
  void aSecondTagGoesIntoThePacketAndComesBack() {
    Consumer<CodeBuilder> twice =
        b -> {
          b.mov(R6, R1).mov(R2, 0x81).mov(R3, 5).callHelper(Helper.SKB_VLAN_PUSH.number());
          b.mov(R1, R6).mov(R2, 0x81).mov(R3, 6).callHelper(Helper.SKB_VLAN_PUSH.number());
        };
    Run pushed = run(tc(), twice.andThen(b -> b.load(Size.W, R0, R6, 24).exit()));
    assertThat(pushed.r0()).isEqualTo(6);
    assertThat(pushed.packet()).hasSize(64);
    assertThat(Arrays.copyOfRange(pushed.packet(), 12, 18))
        .containsExactly(0x81, 0, 0, 5, 0x08, 0x00);
    Run popped =
        run(
            tc(),
            twice.andThen(
                b -> {
                  b.mov(R1, R6).callHelper(Helper.SKB_VLAN_POP.number());
                  b.load(Size.W, R0, R6, 24).exit();
                }));
    assertThat(popped.r0()).as("the inner tag is the buffer's again").isEqualTo(5);
    assertThat(popped.packet()).isEqualTo(frame());
  }

  @Test
  void checksumsFollowWhatTheyCover() {
    // From word 1 to word 2: the sum 0x0e0f, in the packet at 14, sinks by one.
    Run run = run(tc(), calling(Helper.L3_CSUM_REPLACE, 14, 1, 2, 2));
    assertThat(run.r0()).isZero();
    assertThat(run.packet()[14]).isEqualTo((byte) 0x0d);
    assertThat(run.packet()[15]).isEqualTo((byte) 0x0f);
    assertThat(run(tc(), calling(Helper.L3_CSUM_REPLACE, 15, 1, 2, 2)).r0()).isEqualTo(-14);
    assertThat(run(tc(), calling(Helper.L3_CSUM_REPLACE, 14, 1, 2, 3)).r0()).isEqualTo(-22);
    assertThat(run(tc(), calling(Helper.L4_CSUM_REPLACE, 60, 1, 2, 2)).r0()).isEqualTo(-14);
  }

  @Test
  void redirectsAreInTheRun() {
    Consumer<CodeBuilder> redirect =
        b -> b.mov(R1, 7).mov(R2, 0).callHelper(Helper.REDIRECT.number()).exit();
    Run xdp = run(Input.Xdp.of(frame()), redirect);
    assertThat(xdp.r0()).as("XDP_REDIRECT").isEqualTo(4);
    assertThat(xdp.redirect()).contains(new Redirect("", 7, 0));
    Run tc = run(tc(), redirect);
    assertThat(tc.r0()).as("TC_ACT_REDIRECT").isEqualTo(7);
    assertThat(run(tc(), b -> b.mov(R0, 0).exit()).redirect()).isEmpty();
  }

  @Test
  void aHelperOfBuffersWantsABuffer() {
    Fault fault = fault(Input.Xdp.of(frame()), calling(Helper.SKB_CHANGE_TAIL, 64, 0));
    assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_ARGUMENT);
    Fault other = fault(tc(), b -> b.mov(R1, R10).callHelper(Helper.SKB_VLAN_POP.number()).exit());
    assertThat(other.kind()).isEqualTo(Fault.Kind.BAD_ARGUMENT);
  }

  @Test
  void framesAreReadAndWrittenByHelpersInXdp() {
    Consumer<CodeBuilder> body =
        b -> {
          b.mov(R6, R1).mov(R2, 20).mov(R3, R10).alu(AluOp.ADD, R3, -8).mov(R4, 2);
          b.callHelper(Helper.XDP_LOAD_BYTES.number());
          b.mov(R1, R6).mov(R2, 0).mov(R3, R10).alu(AluOp.ADD, R3, -8).mov(R4, 2);
          b.callHelper(Helper.XDP_STORE_BYTES.number());
          b.mov(R1, R6).callHelper(Helper.XDP_GET_BUFF_LEN.number()).exit();
        };
    Run run = run(Input.Xdp.of(frame()), body);
    assertThat(run.r0()).isEqualTo(60);
    assertThat(run.packet()).startsWith(20, 21, 2, 3);
  }

  @Test
  void fieldsThatTheKernelKeepsIn16BitsLoseTheOthers() {
    Run run =
        run(
            tc(),
            b -> {
              b.mov(R2, 0x12345678).store(Size.W, R1, 44, R2).store(Size.W, R1, 12, new Imm(9));
              b.store(Size.W, R1, 12, new Imm(-1)).load(Size.W, R0, R1, 44).exit();
            });
    assertThat(run.r0()).isEqualTo(0x5678);
    assertThat(run.context()[12]).as("no queue mapping is -1").isEqualTo((byte) 9);
    assertThat(run(tc(), b -> b.load(Size.H, R0, R1, 18).exit()).r0()).isEqualTo(0x0008);
  }

  @Test
  void contextsOfOtherTypesHaveTheirFields() {
    Input address =
        ContextFields.of(ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET4_CONNECT)
            .orElseThrow()
            .with("user_ip4", 0x0100007f);
    Run connect =
        run(address, b -> b.load(Size.W, R0, R1, 4).store(Size.W, R1, 4, new Imm(5)).exit());
    assertThat(connect.r0()).isEqualTo(0x0100007f);
    assertThat(connect.context()[4]).isEqualTo((byte) 5);
    Input option =
        ContextFields.of(ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_SETSOCKOPT)
            .orElseThrow()
            .withData(new byte[] {3, 4});
    assertThat(run(option, b -> b.load(Size.DW, R2, R1, 8).load(Size.H, R0, R2, 0).exit()).r0())
        .isEqualTo(0x0403);
    assertThat(fault(option, b -> b.load(Size.W, R0, R1, 0).exit()).kind())
        .isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
    assertThat(ContextFields.of(ProgramType.TRACING, null)).isEmpty();
    assertThat(Input.ofTestRun(ProgramType.LSM, null, new byte[64])).isEmpty();
    Input args =
        ContextFields.of(ProgramType.RAW_TRACEPOINT, null)
            .orElseThrow()
            .withBytes("args", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertThat(run(args, b -> b.load(Size.DW, R0, R1, 8).mov(R5, 0).exit()).r0()).isEqualTo(9);
  }
}
