package io.bpf4j.spec.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.spec.RequiresKernel;
import org.junit.jupiter.api.Test;

/** The generator is worth something only where the kernel says yes as often as no. */
@RequiresKernel
class KernelSurveyTest {
  private static final long SEED = 3;
  private static final int PROGRAMS = 1000;

  @Test
  void kernelAcceptsAboutHalf() {
    KernelSurvey survey;
    try (KernelOracle kernel = new KernelOracle()) {
      survey = KernelSurvey.of(kernel, SEED, 0, PROGRAMS);
    }
    assertThat(survey.acceptance()).as(survey.table()).isBetween(0.4, 0.6);
    assertThat(survey.kindsOfMessages()).as(survey.table()).isGreaterThan(60);
    survey
        .acceptanceOfFamilies()
        .forEach(
            (family, rate) ->
                assertThat(rate).as(family + " of seed " + SEED).isBetween(0.15, 0.85));
  }
}
