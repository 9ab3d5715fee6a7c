package io.bpf4j.spec.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.elf.ObjectReader;
import io.bpf4j.elf.ObjectWriter;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.samples.balance.CountBuckets;
import io.bpf4j.samples.checksum.DropBadChecksum;
import io.bpf4j.samples.dnsonly.DnsOnly;
import io.bpf4j.samples.dropblocked.DropBlocked;
import io.bpf4j.samples.dropblocked.DropBlockedWithoutCheck;
import io.bpf4j.samples.parserchain.ParserChain;
import io.bpf4j.samples.switches.CountSwitches;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.RequiresTools;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the DSL builds, as a file in the hands of binutils, LLVM, bpftool and libbpf. */
@RequiresKernel
@RequiresTools({"readelf", "llvm-objdump", "bpftool", "unshare", "mount"})
class SampleObjectsTest {
  static List<ObjectSpec> accepted() {
    return List.of(
        CountBuckets.object(),
        DropBadChecksum.object(),
        DnsOnly.object(),
        DropBlocked.object(),
        ParserChain.object(),
        CountSwitches.object());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void samplesAreReadAndLoadedWithoutAWarning(ObjectSpec sample, @TempDir Path directory)
      throws Exception {
    Path file = directory.resolve(sample.name() + ".bpf.o");
    ObjectWriter.write(sample, file);
    assertThat(ObjectReader.read(file)).isEqualTo(ObjectWriter.complete(sample));
    Libbpf.readByAll(file);
    Tool.Result loaded = Libbpf.load(file, directory);
    assertThat(loaded.errors()).isEmpty();
    assertThat(loaded.exit()).isZero();
  }

  @Test
  void theLogOfARejectionNamesTheJavaFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("rejected.bpf.o");
    ObjectWriter.write(DropBlockedWithoutCheck.object(), file);
    Libbpf.readByAll(file);
    Tool.Result loaded = Libbpf.load(file, directory);
    assertThat(loaded.exit()).isNotZero();
    assertThat(loaded.errors())
        .containsPattern("; \\S.* @ DropBlockedWithoutCheck\\.java:\\d+\\n")
        .contains("invalid mem access 'map_value_or_null'");
  }
}
