package io.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The largest BTF at hand: the running kernel's own. */
class KernelBtfTest {
  private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");

  @Test
  void theRunningKernelsTypesSurviveARoundTrip() throws Exception {
    boolean required = "true".equals(System.getenv("BPF4J_REQUIRE_KERNEL"));
    assumeTrue(required || Files.isReadable(VMLINUX), "this system has no " + VMLINUX);
    Btf btf = Btf.decode(Files.readAllBytes(VMLINUX));
    assertThat(btf.findId(BtfType.Struct.class, "task_struct")).isPositive();
    assertThat(btf.sizeOf(btf.findId(BtfType.Struct.class, "sk_buff"))).isGreaterThan(100);
    Btf again = Btf.decode(btf.encode(ByteOrder.BIG_ENDIAN));
    assertThat(again.equals(btf)).as("equal after big-endian encoding").isTrue();
  }
}
