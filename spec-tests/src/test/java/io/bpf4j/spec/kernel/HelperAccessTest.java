package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Register;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.uapi.Helper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which program types may call which helper, tried on the live kernel. */
@RequiresKernel
class HelperAccessTest {
  private static final KernelProfile PROFILE = KernelProfile.builtIn("6.18");

  private final Probe probe = new Probe();

  @AfterEach
  void close() {
    probe.close();
  }

  static List<Variant> all() {
    return Variant.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theProfileAnswersAsTheKernelDoes(Variant variant) {
    List<String> differences = new ArrayList<>();
    for (Helper helper : Helper.values()) {
      KernelVerdict verdict = probe.ask(variant, call(helper.number()));
      boolean profile = PROFILE.allows(variant.type(), variant.attachType(), helper.number());
      if (callable(verdict) != profile) {
        differences.add(helper.cName() + ": " + verdict.reason());
      }
    }
    assertThat(differences).as(variant.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 212, 1000})
  void theKernelKnowsNoOtherHelpers(int id) {
    KernelVerdict verdict = probe.ask(Variant.common().get(0), call(id));
    assertThat(verdict.reason()).startsWith("invalid func");
    assertThat(PROFILE.knowsHelper(id)).isFalse();
  }

  @Test
  void theKernelKnowsEveryHelperOfTheProfile() {
    for (Helper helper : Helper.values()) {
      KernelVerdict verdict = probe.ask(Variant.common().get(0), call(helper.number()));
      assertThat(PROFILE.knowsHelper(helper.number()))
          .as(helper.cName())
          .isEqualTo(!verdict.reason().startsWith("invalid func"));
    }
  }

  /** A call with no argument set: refused for its arguments where the helper may be called. */
  private static Code call(int id) {
    return Code.build(c -> c.callHelper(id).mov(Register.R0, 0).exit());
  }

  private static boolean callable(KernelVerdict verdict) {
    String reason = verdict.reason();
    return !reason.startsWith("program of this type cannot use helper")
        && !reason.contains("not supported for program type")
        && !reason.equals("helper call is not allowed in probe");
  }
}
