package io.bpf4j.verifier;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.verifier.Objects618.exitZero;
import static io.bpf4j.verifier.Objects618.of;
import static io.bpf4j.verifier.Objects618.socketFilter;
import static io.bpf4j.verifier.Objects618.verify;
import static io.bpf4j.verifier.Objects618.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.LinkException;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.rule.RuleText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a report says, and what it says of what it cannot tell. */
class ReportTest {
  private static final ObjectSpec PLAIN = socketFilter(Objects618::exitZero);

  private static void assertUnsupported(ObjectSpec object, int pc, String what) {
    ProgramVerdict verdict = verify(object);
    assertThat(verdict.verdict()).isEqualTo(Verdict.UNSUPPORTED);
    assertThat(verdict.unsupported()).contains(what);
    assertThat(verdict.unsupportedPc()).isEqualTo(pc);
    assertThat(verdict.whyRejected()).isEmpty();
  }

  @Test
  void cannotTellOfBigEndianObjects() {
    ObjectSpec big =
        new ObjectSpec(
            "big",
            ByteOrder.BIG_ENDIAN,
            "GPL",
            PLAIN.programs(),
            List.of(),
            List.of(),
            PLAIN.btf(),
            List.of());
    assertUnsupported(big, -1, "big-endian");
  }

  @ParameterizedTest
  @EnumSource(names = {"TRACING", "EXT", "LSM", "STRUCT_OPS"})
  void cannotTellOfOtherProgramTypes(ProgramType type) {
    assertUnsupported(of(type, PLAIN.programs().get(0).code()), -1, type.name());
  }

  @Test
  void cannotTellOfWhatIsNotRelocated() {
    ProgramSpec program = PLAIN.programs().get(0);
    List<CoreRelocation> relocations =
        List.of(new CoreRelocation(1, 1, "0:1", CoreRelocation.Kind.FIELD_BYTE_OFFSET));
    ProgramSpec open = program.withCode(program.code(), program.functions(), relocations);
    assertUnsupported(PLAIN.withLinked(List.of(open)), 1, "CO-RE");
  }

  @Test
  void cannotTellOfKernelFunctions() {
    Call call = new Call(new Callee.Kfunc("bpf_rcu_read_lock"));
    assertUnsupported(socketFilter(b -> exitZero(b.mov(R0, 0).with(call))), 1, "Kfunc");
  }

  @Test
  void linksFirst() {
    ObjectSpec object = socketFilter(b -> b.callSubprogram("f").exit());
    assertThat(verify(with(object, "f", Objects618::exitZero)).verdict())
        .isEqualTo(Verdict.ACCEPTED);
    assertThatThrownBy(() -> verify(object))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("f");
  }

  @Test
  void namesTheFunctionAndItsSourceLine() {
    SourceLine line = new SourceLine("drop.c", 12, 3, "return x;");
    ObjectSpec main = socketFilter(b -> b.callSubprogram("f").exit());
    Rejection why =
        verify(with(main, "f", b -> b.mov(R0, 0).with(line).mov(R0, R2).exit()))
            .whyRejected()
            .orElseThrow();
    assertThat(why.function()).isEqualTo("f");
    assertThat(why.pc()).isEqualTo(3);
    assertThat(why.source()).contains(line);
    assertThat(verify(socketFilter(b -> b.mov(R0, R2).exit())).rejection().source()).isEmpty();
  }

  @Test
  void judgesEveryProgramOfAnObject() {
    ProgramSpec good = PLAIN.programs().get(0);
    ProgramSpec bad =
        ProgramSpec.of(
            "bad",
            "socket",
            ProgramType.SOCKET_FILTER,
            socketFilter(b -> b.mov(R0, R2).exit()).programs().get(0).code());
    Verifier verifier = Verifier.of(KernelProfile.builtIn("6.18"));
    VerificationReport report = verifier.verify(PLAIN.withLinked(List.of(good, bad)));
    assertThat(report.kernel()).isEqualTo("6.18");
    assertThat(report.programs())
        .extracting(ProgramVerdict::verdict)
        .containsExactly(Verdict.ACCEPTED, Verdict.REJECTED);
    assertThat(report.isAccepted()).isFalse();
    assertThat(verifier.verify(PLAIN).isAccepted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleSpeaksToPeople(Rule rule) {
    RuleText text = RuleText.of(rule);
    for (String part : List.of(text.title(), text.reason(), text.fix())) {
      assertThat(part)
          .as(rule.id())
          .hasSizeGreaterThan(9)
          .doesNotContain("\t", "TODO", "FIXME", "XXX", "...", "lorem", "%s", "%d")
          .isEqualTo(part.strip())
          .matches("([A-Z]|r10 ).*");
    }
    assertThat(text.title()).doesNotEndWith(".");
    assertThat(text.reason()).endsWith(".");
  }

  /** Reports are kept and compared, and suppressed by id: an id once given stays. */
  @Test
  void ruleIdsAreStable() throws IOException {
    try (InputStream in = ReportTest.class.getResourceAsStream("rule-ids.txt")) {
      String golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(Arrays.stream(Rule.values()).map(Rule::id).sorted())
          .containsExactlyElementsOf(golden.lines().filter(l -> !l.startsWith("#")).toList());
    }
  }
}
