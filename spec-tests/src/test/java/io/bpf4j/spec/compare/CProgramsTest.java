package io.bpf4j.spec.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.cli.Main;
import io.bpf4j.elf.ObjectReader;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.link.Linker;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.RequiresTools;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Objects that clang compiled from C get the kernel's verdicts. */
@RequiresKernel
@RequiresTools("clang")
class CProgramsTest {
  private static final List<String> CPUS = List.of("v2", "v3");

  @TempDir private static Path directory;

  @Test
  void halfAreMeantToFail() throws Exception {
    int accepted = 0;
    for (Path source : CObjects.sources()) {
      accepted += CObjects.saysAccepted(source) ? 1 : 0;
    }
    assertThat(CObjects.sources()).hasSize(10);
    assertThat(accepted).isEqualTo(5);
  }

  @TestFactory
  List<DynamicTest> verdicts() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path source : CObjects.sources()) {
      for (String cpu : CPUS) {
        String name = source.getFileName() + " " + cpu;
        tests.add(DynamicTest.dynamicTest(name, () -> compare(source, cpu)));
      }
    }
    return tests;
  }

  private static void compare(Path source, String cpu) throws Exception {
    Path file = CObjects.compile(source, cpu, directory);
    ObjectSpec object = Linker.link(ObjectReader.read(file));
    try (KernelOracle kernel = new KernelOracle()) {
      KernelAnswer answer = kernel.answer(object);
      assertThat(answer.accepted())
          .as("the kernel on %s: %s", source.getFileName(), answer.messages())
          .isEqualTo(CObjects.saysAccepted(source));
      OfflineAnswer offline = new OfflineOracle(KernelProfile.builtIn("6.18")).apply(object);
      assertThat(Outcome.of(answer, offline.kind()))
          .as("%s: offline %s, kernel %s", source.getFileName(), offline, answer)
          .isIn(Outcome.BOTH_ACCEPT, Outcome.BOTH_REJECT);
      StringWriter printed = new StringWriter();
      PrintWriter out = new PrintWriter(printed);
      int code = Main.run(out, out, "verify", "--format", "json", file.toString());
      assertThat(code).as(printed.toString()).isEqualTo(answer.accepted() ? 0 : 1);
      assertThat(printed.toString()).contains(answer.accepted() ? "\"ACCEPTED\"" : "\"REJECTED\"");
    }
  }
}
