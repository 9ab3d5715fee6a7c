package io.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.ProgramType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  private static final String EMPTY_COUNT = "0000000000000000";

  @TempDir private Path directory;

  private static String packet(int... source) {
    byte[] packet = new byte[60];
    packet[12] = 0x08;
    packet[14] = 0x45;
    for (int i = 0; i < 4; i++) {
      packet[26 + i] = (byte) source[i];
    }
    return HexFormat.of().formatHex(packet);
  }

  @Test
  void runsInTheVmWhereAsked() throws IOException {
    Path file = Objects.good(directory);
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            file,
            "--vm",
            "--hex",
            packet(192, 0, 2, 1),
            "--map",
            "blocked:c0000201=" + EMPTY_COUNT);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("drop_blocked (XDP) runs in bpf4j's VM, as --vm asks for it\n")
        .contains("returned XDP_DROP (1) after ")
        .contains("packet unchanged, 60 bytes\n")
        .contains("map blocked: 1 entry\n  c0000201 = 0100000000000000\n");
    assertThat(CommandLineRun.of("run", file, "--vm", "--hex", packet(10, 0, 0, 1)).out())
        .contains("returned XDP_PASS (2)");
  }

  /** In the kernel where it is permitted, and always saying so. */
  @Test
  void saysWhereItRuns() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("run", Objects.good(directory), "--hex", packet(10, 0, 0, 1));
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .containsPattern(
            "^drop_blocked \\(XDP\\) runs in (the kernel \\(Linux .*\\)|bpf4j's VM, as the kernel)")
        .contains("returned XDP_PASS (2)");
    if ("true".equals(System.getenv("BPF4J_REQUIRE_KERNEL"))) {
      assertThat(run.out()).startsWith("drop_blocked (XDP) runs in the kernel");
    }
  }

  @Test
  void takesThePacketFromAFile() throws IOException {
    byte[] bytes = HexFormat.of().parseHex(packet(10, 0, 0, 1));
    Path packet = Files.write(directory.resolve("packet.bin"), bytes);
    CommandLineRun run =
        CommandLineRun.of("run", Objects.good(directory), "--vm", "--packet", packet);
    assertThat(run.out()).contains("returned XDP_PASS (2)");
    CommandLineRun missing =
        CommandLineRun.of(
            "run", Objects.good(directory), "--vm", "--packet", directory.resolve("no"));
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).isEqualTo("bpf4j: " + directory.resolve("no") + ": no such file\n");
  }

  @Test
  void tracesEveryInstruction() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("run", Objects.good(directory), "--trace", "--hex", packet(10, 0, 0, 1));
    assertThat(run.out())
        .contains("bpf4j's VM, as --trace asks for it")
        .containsPattern("(?m)^ +16  call 1 +")
        .containsPattern("exit +r0=2");
  }

  @Test
  void aFaultIsShownWithItsPlace() throws IOException {
    var program =
        Objects.program(
            "broken",
            "xdp",
            ProgramType.XDP,
            b -> b.mov(Register.R1, 0).load(Size.W, Register.R0, Register.R1, 0).exit());
    Path file =
        Objects.write(
            directory.resolve("broken.o"),
            Objects.object(ByteOrder.LITTLE_ENDIAN, List.of(program)));
    CommandLineRun run = CommandLineRun.of("run", file, "--vm", "--hex", packet(1, 2, 3, 4));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "fault after 2 instructions: INVALID_ADDRESS at pc 1 of broken: access through null");
  }

  @Test
  void tracepointsRunInTheVm() throws IOException {
    var program =
        Objects.program(
            "enter",
            "tp/syscalls/sys_enter_openat",
            ProgramType.TRACEPOINT,
            b -> b.load(Size.W, Register.R0, Register.R1, 4).exit());
    Path file =
        Objects.write(
            directory.resolve("tp.o"), Objects.object(ByteOrder.LITTLE_ENDIAN, List.of(program)));
    CommandLineRun run = CommandLineRun.of("run", file, "--hex", "00 00 00 00 2a 00 00 00");
    assertThat(run.out())
        .contains("bpf4j's VM, as the kernel has no test run for tracepoint programs")
        .contains("returned 42");
  }

  @Test
  void asksWhichProgramWhereThereAreTwo() throws IOException {
    var first = Objects.program("first", "xdp", ProgramType.XDP, b -> b.mov(Register.R0, 1).exit());
    var second =
        Objects.program("second", "xdp", ProgramType.XDP, b -> b.mov(Register.R0, 2).exit());
    Path file =
        Objects.write(
            directory.resolve("two.o"),
            Objects.object(ByteOrder.LITTLE_ENDIAN, List.of(first, second)));
    CommandLineRun none = CommandLineRun.of("run", file, "--vm", "--hex", packet(1, 2, 3, 4));
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err())
        .isEqualTo(
            "bpf4j: " + file + ": name the program to run; its programs are first, second\n");
    CommandLineRun named =
        CommandLineRun.of("run", file, "second", "--vm", "--hex", packet(1, 2, 3, 4));
    assertThat(named.out()).contains("returned XDP_PASS (2)");
  }

  @Test
  void entriesThatDoNotFitAreUsageErrors() throws IOException {
    Path file = Objects.good(directory);
    for (String entry : List.of("blocked", "blocked:00=00", "none:00=00", "blocked:c0000201=xx")) {
      CommandLineRun run =
          CommandLineRun.of("run", file, "--vm", "--hex", packet(1, 2, 3, 4), "--map", entry);
      assertThat(run.code()).as(entry).isEqualTo(2);
      assertThat(run.err()).contains("--map " + entry);
    }
  }

  @Test
  void socketFiltersLeaveTheEthernetHeader() throws IOException {
    var program =
        Objects.program(
            "filter",
            "socket",
            ProgramType.SOCKET_FILTER,
            b -> b.load(Size.W, Register.R0, Register.R1, 0).exit());
    Path file =
        Objects.write(
            directory.resolve("filter.o"),
            Objects.object(ByteOrder.LITTLE_ENDIAN, List.of(program)));
    CommandLineRun run =
        CommandLineRun.of("run", file, "--vm", "--repeat", 3, "--hex", packet(1, 2, 3, 4));
    assertThat(run.out()).contains("returned 46 after").contains("packet unchanged, 60 bytes\n");
  }

  @Test
  void redirectsAreShown() throws IOException {
    var program =
        Objects.program(
            "away",
            "xdp",
            ProgramType.XDP,
            b -> b.mov(Register.R1, 7).mov(Register.R2, 0).callHelper(23).exit());
    Path file =
        Objects.write(
            directory.resolve("away.o"), Objects.object(ByteOrder.LITTLE_ENDIAN, List.of(program)));
    assertThat(CommandLineRun.of("run", file, "--vm", "--hex", packet(1, 2, 3, 4)).out())
        .contains("returned XDP_REDIRECT (4) after 4 instructions\nredirected to interface 7\n");
  }
}
