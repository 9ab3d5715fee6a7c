package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Register;
import io.bpf4j.kernel.Argument;
import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which types of map each helper takes, every pair tried on the live kernel. */
@RequiresKernel
class MapHelpersTest {
  private static final KernelProfile PROFILE = KernelProfile.builtIn("6.18");

  private final Probe probe = new Probe();

  @BeforeEach
  void createMaps() {
    Stage.createMaps(probe);
    KernelMaps.types().forEach(type -> probe.map(KernelMaps.spec(type)));
  }

  @AfterEach
  void close() {
    probe.close();
  }

  /** Helpers that take a map, and otherwise what the test can offer. */
  static List<HelperPrototype> helpers() {
    List<HelperPrototype> helpers = new ArrayList<>();
    for (Helper helper : Helper.values()) {
      PROFILE.helper(helper.number()).filter(MapHelpersTest::canBeTried).ifPresent(helpers::add);
    }
    return helpers;
  }

  private static boolean canBeTried(HelperPrototype helper) {
    boolean map = false;
    for (Argument argument : helper.arguments()) {
      map |= argument.kind() == ArgumentKind.CONST_MAP_PTR;
      if (argument.kind() != ArgumentKind.CONST_MAP_PTR
          && Expectation.fitting(argument.kind()).isEmpty()) {
        return false;
      }
    }
    return map && caller(helper).isPresent();
  }

  @ParameterizedTest
  @MethodSource("helpers")
  void theProfileAnswersAsTheKernelDoes(HelperPrototype helper) {
    List<String> differences = new ArrayList<>();
    for (MapType type : KernelMaps.types()) {
      if (type == MapType.PROG_ARRAY) {
        probe.map(KernelMaps.spec(type));
      }
      KernelVerdict verdict = probe.ask(caller(helper).orElseThrow(), call(helper, type));
      if (PROFILE.allowsMapInHelper(type, helper.id()) != taken(verdict, helper, type)) {
        differences.add(type + ": " + (verdict.accepted() ? "accepted" : verdict.reason()));
      }
    }
    assertThat(differences).as(helper.name()).isEmpty();
  }

  private static Optional<Variant> caller(HelperPrototype helper) {
    return Variant.types().stream()
        .filter(v -> PROFILE.allows(v.type(), v.attachType(), helper.id()))
        .findFirst();
  }

  private static Code call(HelperPrototype helper, MapType type) {
    return Code.build(
        c -> {
          Stage.open(caller(helper).orElseThrow(), c);
          for (int i = 0; i < helper.arguments().size(); i++) {
            Register register = Register.of(i + 1);
            ArgumentKind kind = helper.arguments().get(i).kind();
            if (kind == ArgumentKind.CONST_MAP_PTR) {
              c.loadMap(register, KernelMaps.spec(type).name());
            } else {
              Expectation.fitting(kind).orElseThrow().into(register, c);
            }
          }
          c.callHelper(helper.id());
          Stage.close(c);
        });
  }

  private static boolean taken(KernelVerdict verdict, HelperPrototype helper, MapType type) {
    boolean socketWanted =
        verdict.reason().contains("expected=sock_common")
            && helper.id() == Helper.MAP_UPDATE_ELEM.number()
            && (type == MapType.SOCKMAP || type == MapType.SOCKHASH);
    return Trial.taken(verdict) || socketWanted;
  }
}
