package io.bpf4j.vm;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R6;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ContextsTest {
  private static byte[] packet(int length) {
    byte[] packet = new byte[length];
    for (int i = 0; i < length; i++) {
      packet[i] = (byte) (i + 1);
    }
    return packet;
  }

  private static Run run(Input input, Consumer<CodeBuilder> body) {
    return Vm.of(Programs.object(List.of(Programs.xdp("main", body)))).run("main", input);
  }

  @Test
  void xdpSeesItsPacketBetweenDataAndDataEnd() {
    Consumer<CodeBuilder> body =
        b -> {
          Label out = b.newLabel("out");
          b.load(Size.W, R2, R1, 0).load(Size.W, R3, R1, 4).mov(R0, -1).mov(R4, R2);
          b.alu(AluOp.ADD, R4, 20).jump(JumpOp.JGT, R4, R3, out);
          b.load(Size.H, R0, R2, 18).store(Size.B, R2, 0, new Imm(0x7f)).bind(out).exit();
        };
    assertThat(run(Input.Xdp.of(packet(19)), body).r0()).isEqualTo(-1);
    Run run = run(Input.Xdp.of(packet(20)), body);
    assertThat(run.r0()).isEqualTo(0x1413);
    byte[] expected = packet(20);
    expected[0] = 0x7f;
    assertThat(run.packet()).isEqualTo(expected);
  }

  @Test
  void readingPastDataEndIsAFault() {
    Fault fault =
        run(
                Input.Xdp.of(packet(20)),
                b -> b.load(Size.W, R2, R1, 0).load(Size.H, R0, R2, 19).exit())
            .fault()
            .orElseThrow();
    assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
    assertThat(fault.region()).isEqualTo("packet");
  }

  @Test
  void xdpContextHasItsFieldsAndNoOthers() {
    assertThat(run(new Input.Xdp(packet(14), 7, 3), b -> b.load(Size.W, R0, R1, 12).exit()).r0())
        .isEqualTo(7);
    assertThat(run(new Input.Xdp(packet(14), 7, 3), b -> b.load(Size.W, R0, R1, 16).exit()).r0())
        .isEqualTo(3);
    for (Consumer<CodeBuilder> bad :
        List.<Consumer<CodeBuilder>>of(
            b -> b.load(Size.W, R0, R1, 24).exit(),
            b -> b.load(Size.DW, R0, R1, 0).exit(),
            b -> b.load(Size.W, R0, R1, 2).exit(),
            b -> b.load(Size.W, R0, R1, -4).exit())) {
      Fault fault = run(Input.Xdp.of(packet(14)), bad).fault().orElseThrow();
      assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
      assertThat(fault.region()).isEqualTo("context");
    }
    Fault write =
        run(Input.Xdp.of(packet(14)), b -> b.store(Size.W, R1, 12, new Imm(1)).exit())
            .fault()
            .orElseThrow();
    assertThat(write.kind()).isEqualTo(Fault.Kind.READ_ONLY);
  }

  private static void adjust(CodeBuilder b, int helper, int delta) {
    b.mov(R6, R1).mov(R2, delta).callHelper(helper);
  }

  @Test
  void headAndTailMove() {
    byte[] original = packet(60);
    Run shorter =
        run(
            Input.Xdp.of(original),
            b -> {
              adjust(b, 44, 10);
              b.load(Size.W, R2, R6, 0).load(Size.B, R0, R2, 0).exit();
            });
    assertThat(shorter.r0()).isEqualTo(11);
    assertThat(shorter.packet()).isEqualTo(Arrays.copyOfRange(original, 10, 60));
    Run longer =
        run(
            Input.Xdp.of(original),
            b -> {
              adjust(b, 65, 4);
              b.exit();
            });
    assertThat(longer.r0()).isZero();
    assertThat(longer.packet()).isEqualTo(Arrays.copyOf(original, 64));
    Run tooFar =
        run(
            Input.Xdp.of(original),
            b -> {
              adjust(b, 44, -250);
              b.exit();
            });
    assertThat(tooFar.r0()).isEqualTo(-22);
    assertThat(tooFar.packet()).isEqualTo(original);
  }

  @Test
  void metadataStandsBeforeThePacket() {
    Run run =
        run(
            Input.Xdp.of(packet(60)),
            b -> {
              adjust(b, 54, -8);
              b.load(Size.W, R2, R6, 8).store(Size.DW, R2, 0, new Imm(5)).load(Size.W, R3, R6, 0);
              b.mov(R0, R3).alu(AluOp.SUB, R0, R2).exit();
            });
    assertThat(run.r0()).isEqualTo(8);
    assertThat(run.packet()).isEqualTo(packet(60));
  }

  @Test
  void socketFiltersLoadFromThePacket() {
    Input input =
        SocketBuffer.of(ProgramType.SOCKET_FILTER, packet(40))
            .with("protocol", 0x0008)
            .with("ifindex", 2);
    Run absolute = run(input, b -> b.mov(R6, R1).with(new PacketLoad(Size.W, null, 4)).exit());
    assertThat(absolute.r0()).as("big-endian").isEqualTo(0x05060708);
    Run indexed =
        run(input, b -> b.mov(R6, R1).mov(R2, 10).with(new PacketLoad(Size.B, R2, 5)).exit());
    assertThat(indexed.r0()).isEqualTo(16);
    Run past =
        run(input, b -> b.mov(R6, R1).with(new PacketLoad(Size.H, null, 39)).mov(R0, 1).exit());
    assertThat(past.fault()).isEmpty();
    assertThat(past.r0()).as("ends the program").isZero();
  }

  @Test
  void socketFiltersSeeTheFieldsOfTheBuffer() {
    Input input =
        SocketBuffer.of(ProgramType.SOCKET_FILTER, packet(40))
            .with("protocol", 0x0008)
            .with("ifindex", 2);
    assertThat(run(input, b -> b.load(Size.W, R0, R1, 0).exit()).r0()).isEqualTo(40);
    assertThat(run(input, b -> b.load(Size.W, R0, R1, 16).exit()).r0()).isEqualTo(0x0008);
    assertThat(run(input, b -> b.load(Size.W, R0, R1, 40).exit()).r0()).isEqualTo(2);
    Run scratch =
        run(input, b -> b.store(Size.W, R1, 48, new Imm(6)).load(Size.W, R0, R1, 48).exit());
    assertThat(scratch.r0()).as("cb is writable").isEqualTo(6);
    assertThat(
            run(input, b -> b.store(Size.W, R1, 0, new Imm(6)).exit()).fault().orElseThrow().kind())
        .isEqualTo(Fault.Kind.READ_ONLY);
    Run loaded =
        run(
            input,
            b -> {
              b.mov(R2, 38).mov(R3, R10).alu(AluOp.ADD, R3, -8).mov(R4, 2).callHelper(26);
              b.load(Size.H, R0, R10, -8).exit();
            });
    assertThat(loaded.r0()).isEqualTo(0x2827);
  }

  @Test
  void framesAreForWhomTheirAddressSays() {
    int[][] addresses = {
      {0, 0, 0, 0, 0, 0}, {-1, -1, -1, -1, -1, -1}, {1, 0, 0x5e, 0, 0, 1}, {2, 0, 0, 0, 0, 1}
    };
    // PACKET_HOST, twice PACKET_MULTICAST, PACKET_OTHERHOST: on loopback nothing is broadcast.
    int[] types = {0, 2, 2, 3};
    for (int row = 0; row < addresses.length; row++) {
      byte[] frame = new byte[60];
      for (int i = 0; i < 6; i++) {
        frame[i] = (byte) addresses[row][i];
      }
      frame[12] = (byte) 0x86;
      frame[13] = (byte) 0xdd;
      Input input = SocketBuffer.ofFrame(ProgramType.SOCKET_FILTER, frame);
      assertThat(run(input, b -> b.load(Size.W, R0, R1, 0).exit()).r0()).isEqualTo(46);
      assertThat(run(input, b -> b.load(Size.W, R0, R1, 16).exit()).r0()).isEqualTo(0xdd86);
      assertThat(run(input, b -> b.load(Size.W, R0, R1, 4).exit()).r0()).isEqualTo(types[row]);
      assertThat(run(input, b -> b.load(Size.W, R0, R1, 36).exit()).r0()).isZero();
    }
    assertThat(Input.ofTestRun(ProgramType.SOCKET_FILTER, null, new byte[13])).isEmpty();
  }

  @Test
  void tracepointsReadTheirRecord() {
    Run run = run(new Input.Tracepoint(packet(24)), b -> b.load(Size.DW, R0, R1, 16).exit());
    assertThat(run.r0()).isEqualTo(0x1817161514131211L);
    assertThat(run.packet()).isEmpty();
    assertThat(
            run(new Input.Tracepoint(packet(24)), b -> b.load(Size.DW, R0, R1, 17).exit())
                .fault()
                .orElseThrow()
                .kind())
        .isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
  }

  @Test
  void clockProcessorAndRandomNumbersAreGiven() {
    var now = Programs.xdp("now", b -> b.callHelper(5).exit());
    var processor = Programs.xdp("processor", b -> b.callHelper(8).exit());
    var random = Programs.xdp("random", b -> b.callHelper(7).exit());
    Vm.Builder builder =
        Vm.builder(Programs.object(List.of(now, processor, random)))
            .clock(() -> 123_456_789_000L)
            .processor(3)
            .seed(42);
    Input input = Input.Xdp.of(packet(14));
    Vm first = builder.build();
    assertThat(first.run("now", input).r0()).isEqualTo(123_456_789_000L);
    assertThat(first.run("processor", input).r0()).isEqualTo(3);
    long drawn = first.run("random", input).r0();
    assertThat(drawn).isBetween(0L, 0xffffffffL);
    assertThat(first.run("random", input).r0()).isNotEqualTo(drawn);
    assertThat(builder.build().run("random", input).r0()).as("same seed").isEqualTo(drawn);
  }

  @Test
  void printsWhatTracePrintkFormats() {
    byte[] format = "ip %x cpu %d %s\0".getBytes(StandardCharsets.US_ASCII);
    byte[] data = Arrays.copyOf(format, format.length + 4);
    System.arraycopy("eth\0".getBytes(StandardCharsets.US_ASCII), 0, data, format.length, 4);
    MapSpec rodata =
        new MapSpec(
            ".rodata",
            MapType.ARRAY,
            4,
            data.length,
            1,
            0,
            0,
            false,
            0,
            0,
            null,
            new MapSpec.Contents.GlobalData(data, true));
    var main =
        Programs.xdp(
            "main",
            b -> {
              b.with(value(R1, 0)).mov(R2, format.length).mov(R3, 0xc0a80001).mov(R4, -5);
              b.with(value(io.bpf4j.isa.Register.R5, format.length)).callHelper(6).exit();
            });
    List<String> lines = new ArrayList<>();
    Vm vm = Vm.builder(Programs.object(List.of(main), rodata)).printer(lines::add).build();
    Run run = vm.run("main", Input.Xdp.of(packet(14)));
    assertThat(run.fault()).isEmpty();
    assertThat(lines).containsExactly("ip c0a80001 cpu -5 eth");
    assertThat(run.r0()).isEqualTo(lines.get(0).length());
  }

  private static io.bpf4j.isa.LoadImm64 value(io.bpf4j.isa.Register register, int offset) {
    return new io.bpf4j.isa.LoadImm64(
        register, new io.bpf4j.isa.Imm64.MapValueReference(".rodata", offset));
  }

  @Test
  void aHelperThatTheVmLacksIsAFault() {
    Fault fault =
        run(Input.Xdp.of(packet(14)), b -> b.callHelper(109).exit()).fault().orElseThrow();
    assertThat(fault.kind()).isEqualTo(Fault.Kind.UNSUPPORTED);
    assertThat(fault.message()).isEqualTo("the VM has no helper bpf_send_signal (109)");
    assertThat(run(Input.Xdp.of(packet(14)), b -> b.callHelper(9999).exit()).fault()).isPresent();
  }
}
