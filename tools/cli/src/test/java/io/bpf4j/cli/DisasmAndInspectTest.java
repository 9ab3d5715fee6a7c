package io.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
