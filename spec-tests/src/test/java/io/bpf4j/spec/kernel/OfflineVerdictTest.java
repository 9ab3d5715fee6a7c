package io.bpf4j.spec.kernel;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Variant;
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
  private final Comparison comparison = new Comparison(probe);

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
      comparison.of(trial.toString(), variant, trial.program());
      for (int i = 0; i < trial.offers().size(); i++) {
        for (Offer offer : Offer.values()) {
          if (offer != Offer.PACKET || Stage.hasPacket(variant)) {
            String what = "%s, argument %d is %s".formatted(trial, i + 1, offer);
            trial.refreshMap(probe);
            comparison.of(what, variant, trial.with(i, offer).program());
          }
        }
      }
    }
    comparison.conclude();
  }

  @ParameterizedTest
  @MethodSource("common")
  void agreeOnContextAccesses(Variant variant) {
    for (Size size : Size.values()) {
      for (int offset = -16; offset < 220; offset++) {
        int at = offset;
        comparison.of(
            "read of " + size + " at " + at,
            variant,
            Code.build(
                c -> {
                  c.load(size, Register.R1, Register.R1, at);
                  Stage.close(c);
                }));
        comparison.of(
            "write of " + size + " at " + at,
            variant,
            Code.build(
                c -> {
                  c.store(size, Register.R1, at, new Imm(1));
                  Stage.close(c);
                }));
      }
    }
    comparison.conclude();
  }
}
