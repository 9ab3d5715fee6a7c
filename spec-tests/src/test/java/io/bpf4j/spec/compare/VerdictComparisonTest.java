package io.bpf4j.spec.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.spec.RequiresKernel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The offline verifier against the running kernel, on random programs: nothing accepted that the
 * kernel rejects, at most 3 per cent not accepted of what it accepts. A program that fails here
 * comes again with {@code spec-tests/compare --only SEED:INDEX -v}.
 */
@RequiresKernel
class VerdictComparisonTest {
  private static final long SEED = 20261123;
  private static final double MOST_FALSE_REJECTS = 0.03;

  @Test
  void agreeOnFiveHundredPrograms() {
    compare(0, 500);
  }

  @Test
  @Tag("slow")
  void agreeOnFiveThousandPrograms() {
    compare(500, 5000);
  }

  private static void compare(int from, int count) {
    try (KernelOracle kernel = new KernelOracle()) {
      OfflineOracle offline = new OfflineOracle(KernelProfile.builtIn("6.18"));
      Statistics statistics = new Series(kernel, offline, SEED).compare(from, count);
      String table = "seed " + SEED + " from " + from + "\n" + statistics.table();
      assertThat(statistics.count()).isEqualTo(count);
      assertThat(statistics.count(Outcome.FALSE_ACCEPT)).as(table).isZero();
      assertThat(statistics.count(Outcome.FAILURE)).as(table).isZero();
      assertThat(statistics.falseRejectRate()).as(table).isLessThanOrEqualTo(MOST_FALSE_REJECTS);
      // A generator that the kernel always agrees with, or never, would prove nothing.
      assertThat(statistics.kernelAccepted()).as(table).isBetween(2L * count / 5, 3L * count / 5);
    }
  }
}
