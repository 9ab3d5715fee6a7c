package io.bpf4j.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.verifier.rule.Rule;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTest {
  /** Rules that no program can break today, and why. */
  private static final Map<Rule, String> UNREACHABLE =
      Map.of(
          Rule.RECURSION, "a function that calls itself runs out of frames first, as in Linux",
          Rule.STACK_UNINITIALIZED, "privileged programs may read what they find (6.3)",
          Rule.SUBPROGRAM_ARGUMENT, "global functions are not modelled: UNSUPPORTED",
          Rule.UNKNOWN_MAP, "linking names the map first, in a LinkException",
          Rule.PROGRAM_TYPE,
              "the built-in profile has them all; those without a context are UNSUPPORTED");

  static Stream<RuleCase> cases() {
    return Stream.of(
            FlowRules.cases(), MemoryRules.cases(), ValueRules.cases(), HelperRules.cases())
        .flatMap(cases -> cases);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rejectsWhatBreaksTheRule(RuleCase example) {
    ProgramVerdict verdict = Objects618.verify(example.broken());
    assertThat(verdict.verdict()).as(verdict.toString()).isEqualTo(Verdict.REJECTED);
    Rejection why = verdict.whyRejected().orElseThrow();
    assertThat(why.kernelMessage()).isEqualTo(example.message());
    assertThat(why.rule()).isEqualTo(example.rule().id());
    assertThat(why.pc()).isEqualTo(example.pc());
    assertThat(why.missing()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void acceptsTheTwin(RuleCase example) {
    ProgramVerdict verdict = Objects618.verify(example.twin());
    assertThat(verdict.verdict())
        .as(() -> verdict.unsupported() + verdict.whyRejected())
        .isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void everyRuleHasACaseOrAReason() {
    Set<Rule> missing = EnumSet.allOf(Rule.class);
    missing.removeAll(cases().map(RuleCase::rule).collect(Collectors.toSet()));
    assertThat(missing).isEqualTo(UNREACHABLE.keySet());
  }
}
