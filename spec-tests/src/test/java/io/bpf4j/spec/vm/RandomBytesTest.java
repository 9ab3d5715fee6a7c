package io.bpf4j.spec.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.spec.run.RandomBytes;
import io.bpf4j.vm.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, a run ends in a result or a fault: nothing is thrown, nothing hangs. */
class RandomBytesTest {
  private static final long SEED = 1;
  private static final int PROGRAMS = 12_000;

  @Test
  void everyProgramEnds() {
    RandomBytes series = new RandomBytes(SEED);
    series.run(0, PROGRAMS);
    Map<String, Integer> ends = series.ends();
    assertThat(ends.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(PROGRAMS);
    assertThat(ends.keySet())
        .contains(
            "result",
            Fault.Kind.INVALID_ADDRESS.name(),
            Fault.Kind.OUT_OF_BOUNDS.name(),
            Fault.Kind.READ_ONLY.name(),
            Fault.Kind.BAD_TARGET.name(),
            Fault.Kind.BUDGET.name(),
            Fault.Kind.UNSUPPORTED.name());
  }
}
