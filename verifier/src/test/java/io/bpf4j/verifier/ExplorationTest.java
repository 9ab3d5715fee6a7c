package io.bpf4j.verifier;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.verifier.Objects618.exitZero;
import static io.bpf4j.verifier.Objects618.socketFilter;
import static io.bpf4j.verifier.Objects618.verify;
import static io.bpf4j.verifier.Objects618.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.verifier.rule.Rule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the paths of a program are walked: what is counted, what is pruned, and where it ends. */
class ExplorationTest {
  static final int TIME = Helper.KTIME_GET_NS.number();

  /** Linux 6.18 says "processed N insns" of the same programs. */
  @ParameterizedTest(name = "a loop of {0} rounds visits {1}")
  @CsvSource({"1, 4", "3, 8", "10, 22", "100, 202", "1000, 2002", "100000, 200002"})
  void visitsWhatTheKernelVisitsOfALoop(int rounds, int visited) {
    ProgramVerdict verdict = verify(FlowRules.counting(rounds));
    assertThat(verdict.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(verdict.budget().visited()).isEqualTo(visited);
  }

  /** One round more is refused: {@link FlowRules}. */
  @Test
  void acceptsAMillionInstructions() {
    ProgramVerdict verdict = verify(FlowRules.counting(499_999));
    assertThat(verdict.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(verdict.budget().visited()).isEqualTo(1_000_000);
    assertThat(verdict.budget().visitedLimit()).isEqualTo(1_000_000);
  }

  @Test
  void remembersSoManyBranches() {
    ProgramVerdict most = verify(FlowRules.branches(8192));
    assertThat(most.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(most.budget().pendingBranches()).isEqualTo(8192);
    assertThat(verify(FlowRules.branches(8193)).verdict()).isEqualTo(Verdict.REJECTED);
  }

  /**
   * Linux visits as many of the same programs. Two to the power of 30 paths, which meet again after
   * every branch.
   */
  @ParameterizedTest(name = "{0} diamonds visit {1}")
  @CsvSource({"5, 55", "30, 304", "300, 3004"})
  void prunesDiamonds(int count, int visited) {
    ProgramVerdict verdict = verify(diamonds(count));
    assertThat(verdict.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(verdict.budget().visited()).isEqualTo(visited);
    assertThat(verdict.budget().states()).isPositive();
  }

  /** Each branch sets r7 to one number or another, which nobody looks at in the end. */
  static ObjectSpec diamonds(int count) {
    return socketFilter(
        b -> {
          b.mov(R6, R1).mov(R7, 0);
          for (int i = 0; i < count; i++) {
            Label other = b.newLabel("other");
            Label meet = b.newLabel("meet");
            b.callHelper(TIME).jump(JumpOp.JEQ, R0, i, other);
            b.mov(R7, 2 * i).goTo(meet);
            b.bind(other).mov(R7, 2 * i + 1);
            b.bind(meet).alu(AluOp.ADD, R7, 1);
          }
          exitZero(b);
        });
  }

  @Test
  void findsALoopWithoutProgress() {
    ObjectSpec forever =
        socketFilter(
            b -> {
              Label again = b.newLabel("again");
              b.mov(R6, 1).bind(again).callHelper(TIME);
              b.jump(JumpOp.JEQ, R6, 1, again).jump(JumpOp.JEQ, R6, 2, again);
              exitZero(b);
            });
    Rejection why = verify(forever).whyRejected().orElseThrow();
    assertThat(why.rule()).isEqualTo("infinite-loop");
    assertThat(why.kernelMessage()).isEqualTo("infinite loop detected at insn 1");
  }

  private static Stream<RuleCase> quickCases() {
    EnumSet<Rule> slow =
        EnumSet.of(Rule.BUDGET_EXCEEDED, Rule.TOO_MANY_BRANCHES, Rule.PROGRAM_TOO_LARGE);
    return RuleTest.cases().filter(example -> !slow.contains(example.rule()));
  }

  @Test
  void saysTheSameTwice() {
    quickCases()
        .forEach(
            example -> {
              assertThat(verify(example.broken())).isEqualTo(verify(example.broken()));
              assertThat(verify(example.twin())).isEqualTo(verify(example.twin()));
            });
  }

  @Test
  void servesSeveralThreadsAtOnce() {
    Verifier verifier = Verifier.of(KernelProfile.builtIn("6.18"));
    List<RuleCase> cases = quickCases().toList();
    List<VerificationReport> alone =
        cases.stream().map(example -> verifier.verify(example.broken())).toList();
    List<List<VerificationReport>> together =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> cases.stream().map(c -> verifier.verify(c.broken())).toList())
            .toList();
    assertThat(together).allMatch(alone::equals);
  }

  /**
   * Eight functions, each calling the next a hundred times in code that no path reaches: 10 to the
   * power of 14 call chains.
   */
  @ParameterizedTest
  @ValueSource(ints = {10, 100})
  void walksCallChainsThatEndTheSameOnce(int calls) {
    ObjectSpec object = socketFilter(b -> callsNotMade(b, "f2", calls));
    for (int i = 2; i < 8; i++) {
      String next = "f" + (i + 1);
      object = with(object, "f" + i, b -> callsNotMade(b, next, calls));
    }
    ObjectSpec whole = with(object, "f8", Objects618::exitZero);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertThat(verify(whole).verdict()).isEqualTo(Verdict.ACCEPTED));
  }

  private static void callsNotMade(CodeBuilder b, String callee, int calls) {
    Label end = b.newLabel("end");
    b.mov(R0, 0).jump(JumpOp.JEQ, R0, 0, end);
    for (int i = 0; i < calls; i++) {
      b.callSubprogram(callee);
    }
    b.bind(end);
    exitZero(b);
  }
}
