package io.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Register;
import io.bpf4j.uapi.ProgramType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir private Path directory;

  @Test
  void anAcceptedObject() throws IOException {
    CommandLineRun run = CommandLineRun.of("verify", Objects.good(directory));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("ACCEPTED  drop_blocked (xdp) on kernel 6.18, ");
    assertThat(run.code()).isZero();
  }

  @Test
  void aRejectedObjectSaysWhereAndWhy() throws IOException {
    CommandLineRun run = CommandLineRun.of("verify", Objects.bad(directory));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("REJECTED  drop_blocked (xdp)")
        .contains("DropBlockedWithoutCheck.java:")
        .contains("kernel says   R0 invalid mem access 'map_value_or_null'")
        .contains("fix  ");
  }

  @Test
  void oneRejectedFileOfManyIsARejection() throws IOException {
    Path good = Objects.good(directory);
    Path bad = Objects.bad(directory);
    CommandLineRun run = CommandLineRun.of("verify", good, bad, good);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines().filter(line -> line.startsWith("ACCEPTED"))).hasSize(2);
    assertThat(run.out().lines().filter(line -> line.startsWith("REJECTED"))).hasSize(1);
  }

  @Test
  void jsonIsOneObjectALine() throws IOException {
    Path good = Objects.good(directory);
    Path bad = Objects.bad(directory);
    CommandLineRun run = CommandLineRun.of("verify", "--format", "json", good, bad);
    assertThat(run.code()).isEqualTo(1);
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("{\"file\":\"" + good + "\",\"section\":\"xdp\",\"program\":\"drop_blocked\",")
        .contains("\"type\":\"XDP\",\"kernel\":\"6.18\",\"verdict\":\"ACCEPTED\",\"rule\":null,")
        .contains("\"pc\":null,\"source\":null,\"message\":null,")
        .containsPattern("\"visited\":[1-9][0-9]*,")
        .endsWith("}");
    assertThat(lines.get(1))
        .contains("\"verdict\":\"REJECTED\",\"rule\":\"null-dereference\",\"pc\":")
        .contains("\"source\":{\"file\":\"DropBlockedWithoutCheck.java\",\"line\":")
        .contains("\"message\":\"R0 invalid mem access 'map_value_or_null'\"");
  }

  /** A section's name may hold anything; a JSON reader must get it back, a terminal must not. */
  @Test
  void hostileNamesAreEscaped() throws IOException {
    String name = "a\"\\\n\u001b[31m\u00e4";
    var program = Objects.program(name, "xdp", ProgramType.XDP, b -> b.mov(Register.R0, 2).exit());
    Path file =
        Objects.write(
            directory.resolve("hostile.o"),
            Objects.object(ByteOrder.LITTLE_ENDIAN, List.of(program)));
    assertThat(CommandLineRun.of("verify", "--format", "json", file).out())
        .contains("\"program\":\"a\\\"\\\\\\u000a\\u001b[31m\\u00e4\"");
    for (String command : List.of("verify", "inspect", "disasm")) {
      CommandLineRun run = CommandLineRun.of(command, file);
      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("a\"\\\\u000a\\u001b[31m\u00e4").doesNotContain("\u001b");
    }
  }

  @Test
  void whatIsNoObjectGetsOneLineThatSaysWhatAndWhere() throws IOException {
    byte[] good = Files.readAllBytes(Objects.good(directory));
    Path truncated = Files.write(directory.resolve("truncated.o"), Arrays.copyOf(good, 300));
    Path empty = Files.write(directory.resolve("empty.o"), new byte[0]);
    byte[] noise = "this is no ELF file, but some text".getBytes(StandardCharsets.US_ASCII);
    Path random = Files.write(directory.resolve("random.o"), noise);
    var program =
        Objects.program("main", "xdp", ProgramType.XDP, b -> b.mov(Register.R0, 2).exit());
    Path big =
        Objects.write(
            directory.resolve("big.o"), Objects.object(ByteOrder.BIG_ENDIAN, List.of(program)));
    Path missing = directory.resolve("missing.o");
    CommandLineRun run =
        CommandLineRun.of("verify", truncated, empty, random, big, missing, directory);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    List<String> lines = run.err().lines().toList();
    assertThat(lines).hasSize(6);
    for (int i = 0; i < 4; i++) {
      assertThat(lines.get(i))
          .startsWith("bpf4j: " + List.of(truncated, empty, random, big).get(i) + ": ")
          .contains("byte offset");
    }
    assertThat(lines.get(3)).contains("big-endian");
    assertThat(lines.get(4)).isEqualTo("bpf4j: " + missing + ": no such file");
    assertThat(lines.get(5)).isEqualTo("bpf4j: " + directory + ": is a directory");
  }

  @Test
  void anUnsupportedProgramIsNeitherAcceptedNorRejected() throws IOException {
    var program =
        Objects.program(
            "probe", "fentry/x", ProgramType.TRACING, b -> b.mov(Register.R0, 0).exit());
    Path file =
        Objects.write(
            directory.resolve("probe.o"),
            Objects.object(ByteOrder.LITTLE_ENDIAN, List.of(program)));
    CommandLineRun run = CommandLineRun.of("verify", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .startsWith("UNSUPPORTED  probe")
        .contains("not modelled  program type TRACING");
    assertThat(CommandLineRun.of("verify", "--format", "json", file).out())
        .contains("\"verdict\":\"UNSUPPORTED\"")
        .contains("\"message\":\"program type TRACING\"");
  }

  @Test
  void anObjectWithoutProgramsIsNotAccepted() throws IOException {
    Path file =
        Objects.write(
            directory.resolve("none.o"), Objects.object(ByteOrder.LITTLE_ENDIAN, List.of()));
    CommandLineRun run = CommandLineRun.of("verify", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("none.o: ");
  }

  @Test
  void anUnknownKernelIsAUsageError() throws IOException {
    CommandLineRun run = CommandLineRun.of("verify", "--kernel", "2.4", Objects.good(directory));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--kernel 2.4: no such profile").contains("6.18");
  }
}
