package io.bpf4j.spec.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.samples.dropblocked.DropBlocked;
import io.bpf4j.samples.dropblocked.DropBlockedWithoutCheck;
import io.bpf4j.spec.RequiresKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The samples, held against the running kernel. */
@RequiresKernel
class SamplesKernelTest {
  private static final int XDP_DROP = 1;
  private static final int XDP_PASS = 2;
  private static final byte[] BLOCKED = {10, 0, 0, 1};
  private static final byte[] OTHER = {10, 0, 0, 2};

  @Test
  void dropsAndCountsBlockedPackets() {
    try (BpfObject object = BpfObject.load(DropBlocked.object())) {
      var program = object.program("drop_blocked");
      var blocked = object.map("blocked");
      blocked.update(BLOCKED, new byte[8]);
      assertThat(program.testRun(Packets.udp(BLOCKED, new byte[4])).returnValue())
          .isEqualTo(XDP_DROP);
      assertThat(program.testRun(Packets.udp(OTHER, new byte[4])).returnValue())
          .isEqualTo(XDP_PASS);
      assertThat(program.testRun(Packets.udp(BLOCKED, new byte[40])).returnValue())
          .isEqualTo(XDP_DROP);
      assertThat(program.testRun(new byte[14]).returnValue()).isEqualTo(XDP_PASS);
      byte[] hits = blocked.lookup(BLOCKED).orElseThrow();
      assertThat(ByteBuffer.wrap(hits).order(ByteOrder.LITTLE_ENDIAN).getLong()).isEqualTo(2);
    }
  }

  @Test
  void theVariantIsRejectedWithItsJavaLine() {
    LoadOptions options = LoadOptions.DEFAULT.withLogLevel(LogLevel.LEVEL1);
    KernelVerdict verdict =
        BpfSystem.ofThisMachine()
            .verdicts(DropBlockedWithoutCheck.object(), options)
            .get("drop_blocked");
    assertThat(verdict.accepted()).isFalse();
    assertThat(verdict.reason()).contains("map_value_or_null");
    assertThat(verdict.log()).contains("blocked.atomicAdd @ DropBlockedWithoutCheck.java:");
  }
}
