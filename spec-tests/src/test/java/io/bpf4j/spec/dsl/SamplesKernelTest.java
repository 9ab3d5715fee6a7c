package io.bpf4j.spec.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.samples.dropblocked.DropBlockedWithoutCheck;
import io.bpf4j.samples.switches.CountSwitches;
import io.bpf4j.spec.RequiresKernel;
import org.junit.jupiter.api.Test;

/** The samples in the running kernel. */
@RequiresKernel
class SamplesKernelTest extends SamplesTest {
  SamplesKernelTest() {
    super(Machine::kernel);
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

  /** The kernel has no test run for tracepoints. */
  @Test
  void countSwitchesIsAccepted() {
    try (BpfObject object = BpfObject.load(CountSwitches.object())) {
      assertThat(object.programs()).containsOnlyKeys("count_switches");
    }
  }
}
