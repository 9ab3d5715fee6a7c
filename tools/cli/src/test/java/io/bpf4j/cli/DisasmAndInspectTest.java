package io.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisasmAndInspectTest {
  @TempDir private Path directory;

  @Test
  void disassemblesBesideSourceLines() throws IOException {
    CommandLineRun run = CommandLineRun.of("disasm", Objects.good(directory));
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("; section xdp, XDP\ndrop_blocked:\n     0  ")
        .contains("(DropBlocked.java)")
        .contains("r1 = blocked ll")
        .containsPattern("call 1 <bpf_map_lookup_elem>")
        .containsPattern("exit\n");
  }

  @Test
  void disassemblesOneFunction() throws IOException {
    Path file = Objects.good(directory);
    assertThat(CommandLineRun.of("disasm", file, "drop_blocked").code()).isZero();
    CommandLineRun none = CommandLineRun.of("disasm", file, "nothing");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).isEqualTo("bpf4j: " + file + ": no function nothing\n");
  }

  @Test
  void writesAsAsked() throws IOException {
    Path file = Objects.good(directory);
    CommandLineRun kernel =
        CommandLineRun.of("disasm", "--syntax", "kernel", "--no-source", "--bytes", file);
    assertThat(kernel.out())
        .contains("95 00 00 00 00 00 00 00  (95) exit\n", "(85) call bpf_map_lookup_elem#1 <")
        .doesNotContain("DropBlocked.java");
    assertThat(CommandLineRun.of("disasm", file, "--section", "xdp").code()).isZero();
    assertThat(CommandLineRun.of("disasm", file, "--section", "tc").err())
        .endsWith("holds no code in section tc\n");
    assertThat(CommandLineRun.of("disasm", file, "--objdump").out())
        .startsWith("\n" + file + ":\tfile format elf64-bpf\n\nDisassembly of section xdp:\n")
        .contains("\n0000000000000000 <drop_blocked>:\n       0:\t");
  }

  @Test
  void readsHexadecimalFromStandardInput() {
    InputStream before = System.in;
    try {
      byte[] text = "b700000001 000000\n95 00 00 00 00 00 00 00".getBytes(StandardCharsets.UTF_8);
      System.setIn(new ByteArrayInputStream(text));
      assertThat(CommandLineRun.of("disasm", "--raw").out())
          .isEqualTo("     0  r0 = 1\n     1  exit\n");
      System.setIn(new ByteArrayInputStream("b7x".getBytes(StandardCharsets.UTF_8)));
      assertThat(CommandLineRun.of("disasm", "--raw").err())
          .isEqualTo("bpf4j: standard input: not hexadecimal bytes\n");
      System.setIn(new ByteArrayInputStream("b7".getBytes(StandardCharsets.UTF_8)));
      assertThat(CommandLineRun.of("disasm", "--raw").code()).isEqualTo(1);
    } finally {
      System.setIn(before);
    }
    assertThat(CommandLineRun.of("disasm").code()).isEqualTo(2);
    assertThat(CommandLineRun.of("disasm", "--raw", "file.o").code()).isEqualTo(2);
  }

  @Test
  void inspectsWhatTheObjectHolds() throws IOException {
    CommandLineRun run = CommandLineRun.of("inspect", Objects.good(directory));
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("little-endian, license GPL, ")
        .containsPattern("drop_blocked +xdp +XDP +XDP +[0-9]+ +[0-9]+ +0")
        .containsPattern("blocked +HASH +__be32 +4 +__u64 +8 +1024 +0x0")
        .containsPattern("[0-9]+ +\\.BTF\\.ext +PROGBITS");
  }
}
