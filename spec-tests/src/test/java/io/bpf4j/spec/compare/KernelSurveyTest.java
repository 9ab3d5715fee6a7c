package io.bpf4j.spec.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.GeneratedProgram;
import io.bpf4j.spec.generate.Generator;
import org.junit.jupiter.api.Test;

/** The generator is worth something only where the kernel says yes as often as no. */
@RequiresKernel
class KernelSurveyTest {
  private static final long SEED = 3;
  private static final int PROGRAMS = 1000;

  @Test
  void kernelAcceptsAboutHalf() {
    KernelSurvey survey = new KernelSurvey();
    Generator generator = new Generator(SEED);
    try (KernelOracle kernel = new KernelOracle()) {
      for (int index = 0; index < PROGRAMS; index++) {
        GeneratedProgram program = generator.generate(index);
        survey.add(program, kernel.answer(program.object()));
      }
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
