package io.bpf4j.spec.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.run.Coverage;
import io.bpf4j.spec.run.RandomProgram;
import io.bpf4j.spec.run.RunComparison;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random programs return the same, leave the same packet, context and maps, in the VM as in the
 * kernel. {@code spec-tests/run-both --only SEED:INDEX -v} shows one of them.
 */
@RequiresKernel
class RunBothTest {
  private static final long SEED = 1;

  private static Coverage compare(int from, int count) {
    Coverage coverage = new Coverage();
    RunComparison comparison = new RunComparison(coverage);
    for (int index = from; index < from + count; index++) {
      RunComparison.Result result = comparison.compare(RandomProgram.of(SEED, index));
      String id = result.program().id();
      assertThat(result.refusal()).as(id).isEmpty();
      assertThat(result.difference()).as(id).isEmpty();
    }
    return coverage;
  }

  @Test
  void aFewProgramsDoTheSame() {
    compare(0, 120);
  }

  @Test
  @Tag("slow")
  void everyFormOfInstructionDoesTheSame() {
    Coverage coverage = compare(120, 2_000);
    assertThat(coverage.forms())
        .allSatisfy((form, programs) -> assertThat(programs).as(form).isGreaterThanOrEqualTo(20));
  }
}
