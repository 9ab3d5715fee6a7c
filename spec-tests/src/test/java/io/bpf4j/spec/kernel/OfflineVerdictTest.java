package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.verifier.ProgramVerdict;
import io.bpf4j.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The offline verifier and the live kernel on the same small programs: each helper with every offer
 * for each argument, and every access to the context. They must agree; UNSUPPORTED is no agreement,
 * but for helpers and pointers that the verifier says it does not model.
 */
@RequiresKernel
@Tag("slow")
class OfflineVerdictTest {
  private final Probe probe = new Probe();
  private final List<String> disagreements = new ArrayList<>();
  private int unsupported;
  private int compared;

  @BeforeEach
  void createMaps() {
    Stage.createMaps(probe);
    KernelMaps.types().forEach(type -> probe.map(KernelMaps.spec(type)));
  }

  @AfterEach
  void close() {
    probe.close();
  }

  static List<Variant> common() {
    return Variant.common();
  }

  @ParameterizedTest
  @MethodSource("common")
  void agreeOnHelperCalls(Variant variant) {
    for (Trial trial : Trial.all(variant)) {
      trial.refreshMap(probe);
      compare(trial.toString(), variant, trial.program());
      for (int i = 0; i < trial.offers().size(); i++) {
        for (Offer offer : Offer.values()) {
          if (offer != Offer.PACKET || Stage.hasPacket(variant)) {
            String what = "%s, argument %d is %s".formatted(trial, i + 1, offer);
            trial.refreshMap(probe);
            compare(what, variant, trial.with(i, offer).program());
          }
        }
      }
    }
    conclude();
  }

  @ParameterizedTest
  @MethodSource("common")
  void agreeOnContextAccesses(Variant variant) {
    for (Size size : Size.values()) {
      for (int offset = -16; offset < 220; offset++) {
        int at = offset;
        compare(
            "read of " + size + " at " + at,
            variant,
            Code.build(
                c -> {
                  c.load(size, Register.R1, Register.R1, at);
                  Stage.close(c);
                }));
        compare(
            "write of " + size + " at " + at,
            variant,
            Code.build(
                c -> {
                  c.store(size, Register.R1, at, new Imm(1));
                  Stage.close(c);
                }));
      }
    }
    conclude();
  }

  private void compare(String what, Variant variant, Code code) {
    KernelVerdict kernel = probe.ask(variant, code);
    ProgramVerdict offline = probe.offline(variant, code);
    compared++;
    if (offline.verdict() == Verdict.UNSUPPORTED) {
      unsupported++;
    } else if ((offline.verdict() == Verdict.ACCEPTED) != kernel.accepted()) {
      String answer =
          offline.whyRejected().map(rejection -> rejection.toString()).orElse("accepted");
      disagreements.add(
          "%s: kernel %s, offline %s"
              .formatted(what, kernel.accepted() ? "accepts" : kernel.reason(), answer));
    }
  }

  private void conclude() {
    assertThat(disagreements).as("of %d, %d unsupported", compared, unsupported).isEmpty();
    assertThat(unsupported).as("unsupported of %d", compared).isLessThan(compared / 10);
  }
}
