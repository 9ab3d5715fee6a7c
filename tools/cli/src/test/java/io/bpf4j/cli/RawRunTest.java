package io.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawRunTest {
  /** {@code r0 = 0x2a; exit}. */
  private static final String ANSWER = "b7 00 00 00 2a 00 00 00\n95 00 00 00 00 00 00 00\n";

  /** {@code r0 = *(u32 *)(r1 + 4); r0 += r2; exit}. */
  private static final String MEMORY = "6110040000000000 0f20000000000000 9500000000000000";

  private static CommandLineRun typed(String input, Object... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII)));
    try {
      return CommandLineRun.of(arguments);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void instructionsComeFromStandardInput() {
    assertThat(typed(ANSWER, "run", "--raw")).isEqualTo(new CommandLineRun(0, "2a\n", ""));
    assertThat(typed(ANSWER, "run", "--raw", "")).isEqualTo(new CommandLineRun(0, "2a\n", ""));
  }

  @Test
  void memoryIsTheArgument() {
    CommandLineRun run = typed(MEMORY, "run", "--raw", "00000000 78563412");
    assertThat(run).isEqualTo(new CommandLineRun(0, "12345680\n", ""));
    assertThat(CommandLineRun.of("run", "--raw", "--program", MEMORY, "0000000001000000").out())
        .isEqualTo("9\n");
  }

  @Test
  void registersAreShownInFull() {
    String minusOne = "b7000000ffffffff9500000000000000";
    assertThat(CommandLineRun.of("run", "--raw", "--program", minusOne).out())
        .isEqualTo("ffffffffffffffff\n");
  }

  @Test
  void memoryMayBeWritten() {
    String write = "7a01000007000000 7910000000000000 9500000000000000";
    assertThat(CommandLineRun.of("run", "--raw", "--program", write, "0000000000000000").out())
        .isEqualTo("7\n");
  }

  private static void fails(String program, int code, String message) {
    CommandLineRun run = CommandLineRun.of("run", "--raw", "--program", program, "00");
    assertThat(run.code()).as(program).isEqualTo(code);
    assertThat(run.out()).as(program).isEmpty();
    assertThat(run.err()).as(program).startsWith("bpf4j: ").contains(message).hasLineCount(1);
  }

  @Test
  void whatCannotBeRunIsOneLine() {
    fails("", 1, "a program is one or more slots of 8 bytes, not 0");
    fails("95", 1, "not 1");
    fails("xx", 2, "program: not hexadecimal bytes: xx");
    fails("ff00000000000000 9500000000000000", 1, "slot 0 is no instruction: ");
    fails("6110040000000000 9500000000000000", 1, "OUT_OF_BOUNDS at pc 0 of main: read of 4 bytes");
    fails("b700000000000000", 1, "BAD_TARGET at pc 1 of main");
    fails("85000000ffff0000 9500000000000000", 1, "UNSUPPORTED at pc 0 of main: helper 65535");
  }

  @Test
  void optionsForObjectsDoNotGoWithIt() {
    CommandLineRun run = CommandLineRun.of("run", "--raw", "--trace", "--program", MEMORY);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--raw takes memory and --program alone");
    assertThat(CommandLineRun.of("run", "x.o", "--program", MEMORY, "--hex", "00").code())
        .isEqualTo(2);
    assertThat(CommandLineRun.of("run").err()).contains("a BPF object is missing");
  }
}
