package io.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frobnicate",
        "verify",
        "verify --format yaml x.o",
        "verify --frob x.o",
        "disasm",
        "inspect",
        "run x.o",
        "run x.o --hex zz",
        "run x.o --hex 00 --packet y",
        "demo extra"
      })
  void aWrongCommandLineIsOneLineAndTwo(String arguments) {
    CommandLineRun run =
        CommandLineRun.of((Object[]) (arguments.isEmpty() ? new String[0] : arguments.split(" ")));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("bpf4j: ").contains("--help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "verify", "disasm", "inspect", "run", "demo"})
  void everyCommandHasHelp(String command) {
    CommandLineRun run =
        command.isEmpty() ? CommandLineRun.of("--help") : CommandLineRun.of(command, "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Usage: bpf4j").doesNotContain("\u001b");
  }

  @Test
  void tellsItsExitCodes() {
    assertThat(CommandLineRun.of("--help").out())
        .contains("Exit codes:")
        .contains("3   bpf4j itself failed");
    assertThat(CommandLineRun.of("--version").out()).startsWith("bpf4j ");
  }

  @Test
  void aFailureOfItsOwnIsOneLineAndThree() throws IOException {
    PrintWriter broken =
        new PrintWriter(new StringWriter()) {
          @Override
          public void write(String text, int offset, int length) {
            throw new IllegalStateException("no paper");
          }
        };
    Path file = Objects.good(directory);
    StringWriter err = new StringWriter();
    int code = Main.run(broken, new PrintWriter(err), "inspect", file.toString());
    assertThat(code).isEqualTo(3);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString())
        .startsWith("bpf4j: internal error: java.lang.IllegalStateException: no paper")
        .contains("report");
    StringWriter traced = new StringWriter();
    Main.run(broken, new PrintWriter(traced), "inspect", file.toString(), "--debug");
    assertThat(traced.toString()).contains("\tat io.bpf4j.cli.");
  }

  /** Damaged objects: a verdict or one line, and never an internal error. */
  @ParameterizedTest
  @ValueSource(strings = {"verify", "inspect", "disasm"})
  void damagedFilesNeverBreakACommand(String command) throws IOException {
    byte[] good = Files.readAllBytes(Objects.good(directory));
    Path damaged = directory.resolve("damaged.o");
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      byte[] bytes = good.clone();
      for (int i = 0; i <= seed % 4; i++) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextInt(4) == 0 ? -1 : random.nextInt());
      }
      Files.write(damaged, bytes);
      CommandLineRun run = CommandLineRun.of(command, damaged);
      assertThat(run.code()).as(command + " seed " + seed + ": " + run.err()).isIn(0, 1);
      assertThat(run.err().lines().count()).as("seed " + seed).isLessThanOrEqualTo(1);
      assertThat(run.out().length() + run.err().length()).as("seed " + seed).isPositive();
    }
  }
}
