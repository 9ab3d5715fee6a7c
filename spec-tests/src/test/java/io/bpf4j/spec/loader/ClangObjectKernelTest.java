package io.bpf4j.spec.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.elf.ObjectReader;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.spec.InstalledTools;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.RequiresTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clang compiled, read and loaded by bpf4j alone. */
@RequiresKernel
@RequiresTools("clang")
class ClangObjectKernelTest {
  @TempDir Path directory;

  private ObjectSpec compile(String source, String cpu) throws IOException, InterruptedException {
    Path c = directory.resolve(source);
    Path object = directory.resolve(source + ".o");
    try (InputStream in = ClangObjectKernelTest.class.getResourceAsStream(source)) {
      Files.copy(in, c);
    }
    List<String> command =
        List.of(
            InstalledTools.find("clang").orElseThrow().toString(),
            "-O2",
            "-g",
            "-target",
            "bpf",
            "-mcpu=" + cpu,
            "-Wall",
            "-Werror",
            "-c",
            c.toString(),
            "-o",
            object.toString());
    Process clang = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(clang.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(clang.waitFor()).as(out).isZero();
    return ObjectReader.read(object);
  }

  private static ByteBuffer value(BpfMap map, int key) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(key).array();
    return ByteBuffer.wrap(map.lookup(bytes).orElseThrow()).order(ByteOrder.nativeOrder());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3"})
  void everythingOfAnObjectIsLoaded(String cpu) throws IOException, InterruptedException {
    ObjectSpec object = compile("counters.c", cpu);
    assertThat(BpfSystem.ofThisMachine().verdicts(object, LoadOptions.DEFAULT).values())
        .hasSize(2)
        .allMatch(verdict -> verdict.accepted());
    try (BpfObject loaded = BpfObject.load(object)) {
      byte[] seven = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(7).array();
      loaded.map("counts").update(seven, new byte[16]);
      for (int i = 0; i < 3; i++) {
        assertThat(loaded.program("first").testRun(new byte[60]).returnValue()).isEqualTo(2);
      }
      assertThat(value(loaded.map(".data"), 0).getLong(0)).as("seen").isEqualTo(103);
      assertThat(value(loaded.map(".bss"), 0).getLong(0)).as("calls").isEqualTo(6);
      assertThat(value(loaded.map("counts"), 7).getLong(0)).as("packets").isEqualTo(3);
      assertThat(value(loaded.map("counts"), 7).getLong(8)).as("bytes").isEqualTo(180);
    }
  }
}
