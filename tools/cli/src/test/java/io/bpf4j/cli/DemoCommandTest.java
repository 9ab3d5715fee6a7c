package io.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private Path directory;

  @Test
  void tellsTheWholeStory() throws IOException {
    Path file = directory.resolve("demo.bpf.o");
    CommandLineRun run = CommandLineRun.of("demo", "-o", file);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(Files.size(file)).isPositive();
    assertThat(run.out())
        .contains(file.toString())
        .contains("ACCEPTED  drop_blocked")
        .contains("REJECTED  drop_blocked")
        .containsPattern("A packet from 192\\.0\\.2\\.1: XDP_DROP \\(1\\)")
        .containsPattern("A packet from 198\\.51\\.100\\.7: XDP_PASS \\(2\\)")
        .contains("The map's count for 192.0.2.1 is now 1.");
    if ("true".equals(System.getenv("BPF4J_REQUIRE_KERNEL"))) {
      assertThat(run.out()).contains("Run in the kernel (Linux ");
    }
  }

  @Test
  void runsInTheVmWhereTheKernelIsNotWanted() throws IOException {
    CommandLineRun run = CommandLineRun.of("demo", "--vm", "-o", directory.resolve("demo.bpf.o"));
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("Run in bpf4j's VM")
        .contains("As --vm asks for it.")
        .contains("The map's count for 192.0.2.1 is now 1.")
        .doesNotContain("the kernel (Linux");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsOneLine() {
    Path file = directory.resolve("no").resolve("such").resolve("demo.o");
    CommandLineRun run = CommandLineRun.of("demo", "--vm", "-o", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("demo.o");
  }
}
