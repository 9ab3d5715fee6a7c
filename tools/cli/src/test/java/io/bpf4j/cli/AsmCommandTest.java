package io.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsmCommandTest {
  private static final String DROP =
      """
      .license "GPL"
      .map blocked, hash, key=4, value=8, entries=16
      .data
      limit: .u64 7
      .section "xdp"
      .program drop
        *(u32 *)(r10 - 4) = 1
        r2 = r10
        r2 += -4
        r1 = blocked ll
        call bpf_map_lookup_elem
        if r0 == 0 goto pass
        r1 = limit ll
        r1 = *(u64 *)(r1 + 0)
        lock *(u64 *)(r0 + 0) += r1
        call zero
        r0 += 1
        exit
      pass:
        r0 = 2
        exit
      .text
      .subprogram zero
        r0 = 0
        exit
      """;

  @TempDir private Path directory;

  @Test
  void writesAnObjectThatTheVerifierAccepts() throws IOException {
    Path text = Files.writeString(directory.resolve("drop.s"), DROP);
    Path object = directory.resolve("out.o");
    CommandLineRun run = CommandLineRun.of("asm", text, "-o", object);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(CommandLineRun.of("disasm", object).out())
        .contains("r1 = blocked ll", "drop.s", "call zero");
    CommandLineRun verified = CommandLineRun.of("verify", object);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(CommandLineRun.of("asm", text).code()).isZero();
    assertThat(directory.resolve("drop.o")).hasSameBinaryContentAs(object);
  }

  @Test
  void saysWhereTheTextIsWrong() throws IOException {
    Path text = Files.writeString(directory.resolve("bad.s"), ".section xdp\n.program a\n r1 == 2");
    CommandLineRun run = CommandLineRun.of("asm", text);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "bpf4j: "
                + text
                + ": line 3, column 6: expected a register, a number, a name or an operation,"
                + " found \"= 2\"\n");
    Files.write(text, new byte[] {(byte) 0xff, (byte) 0xff});
    assertThat(CommandLineRun.of("asm", text).err()).endsWith(": is not UTF-8 text\n");
    assertThat(CommandLineRun.of("asm", directory).code()).isEqualTo(1);
    assertThat(CommandLineRun.of("asm", directory.resolve("none.s")).err())
        .endsWith("none.s: no such file\n");
  }
}
