package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.kernel.Argument;
import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.kernel.PacketUse;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.object.MapSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each argument of each helper is offered numbers, null, sizes and pointers of every sort on the
 * live kernel, the other arguments being right; the kernel must take what the profile's prototype
 * says, and nothing else. Helpers that want sockets, locks, timers, dynptrs, callbacks or kernel
 * objects are left out.
 */
@RequiresKernel
class HelperPrototypeTest {
  private static final KernelProfile PROFILE = KernelProfile.builtIn("6.18");

  /** Arguments with rules of their own beyond their kind, by helper and position. */
  private static final Set<String> OWN_RULES =
      Set.of("snprintf 5", "get_local_storage 2", "kallsyms_lookup_name 3");

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

  static List<Variant> common() {
    return Variant.common();
  }

  static List<Variant> types() {
    return Variant.types();
  }

  @ParameterizedTest
  @MethodSource("common")
  void theKernelTakesWhatThePrototypesSay(Variant variant) {
    compareAll(variant);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("types")
  void theKernelTakesWhatThePrototypesSayForEveryType(Variant variant) {
    compareAll(variant);
  }

  private void compareAll(Variant variant) {
    List<String> differences = new ArrayList<>();
    int tried = 0;
    for (Helper helper : Helper.values()) {
      Optional<Trial> trial = trial(variant, helper.number());
      if (trial.isPresent()) {
        compare(trial.get(), differences);
        tried++;
      }
    }
    assertThat(differences).isEmpty();
    assertThat(tried).as("helpers tried").isGreaterThan(30);
  }

  /** A helper with fitting arguments; a null offer is the map. */
  private record Trial(Variant variant, HelperPrototype helper, List<Offer> offers, MapSpec map) {}

  private static Optional<Trial> trial(Variant variant, int id) {
    if (!PROFILE.allows(variant.type(), variant.attachType(), id)) {
      return Optional.empty();
    }
    HelperPrototype helper = PROFILE.helper(id, variant.type()).orElse(null);
    if (helper == null || (helper.maySleep() && variant.type() != ProgramType.SYSCALL)) {
      return Optional.empty();
    }
    List<Offer> offers = new ArrayList<>();
    MapSpec map = null;
    for (Argument argument : helper.arguments()) {
      Optional<MapType> type = KernelMaps.taken(id, variant.type());
      if (argument.kind() == ArgumentKind.CONST_MAP_PTR && type.isPresent()) {
        map = KernelMaps.spec(type.get());
        offers.add(null);
      } else {
        Optional<Offer> fitting = Expectation.fitting(argument.kind());
        if (fitting.isEmpty()) {
          return Optional.empty();
        }
        offers.add(fitting.get());
      }
    }
    return Optional.of(new Trial(variant, helper, offers, map));
  }

  private void compare(Trial trial, List<String> differences) {
    KernelVerdict right = ask(trial, trial.offers());
    String name = trial.helper().name();
    if (!taken(right)) {
      differences.add(name + " with right arguments: " + right.reason());
      return;
    }
    Set<PacketUse> uses = PROFILE.packetUses(trial.variant().type(), trial.variant().attachType());
    for (int i = 0; i < trial.offers().size(); i++) {
      Argument argument = trial.helper().arguments().get(i);
      Optional<Set<Offer>> taken = Expectation.taken(trial.helper(), argument, uses);
      if (taken.isPresent() && !OWN_RULES.contains(name + " " + (i + 1))) {
        compareArgument(trial, i, taken.get(), differences);
      }
    }
    compareLicense(trial, differences);
    comparePacketChange(trial, differences);
  }

  private void compareArgument(Trial trial, int i, Set<Offer> taken, List<String> differences) {
    for (Offer offer : EnumSet.allOf(Offer.class)) {
      if (offer == Offer.PACKET && !Stage.hasPacket(trial.variant())) {
        continue;
      }
      List<Offer> offers = new ArrayList<>(trial.offers());
      offers.set(i, offer);
      KernelVerdict verdict = ask(trial, offers);
      if (taken(verdict) != taken.contains(offer)) {
        Argument argument = trial.helper().arguments().get(i);
        differences.add(
            "%s, argument %d (%s), %s: %s"
                .formatted(
                    trial.helper().name(),
                    i + 1,
                    argument,
                    offer,
                    verdict.accepted() ? "accepted" : verdict.reason()));
      }
    }
  }

  private void compareLicense(Trial trial, List<String> differences) {
    Code code = program(trial, trial.offers(), false);
    KernelVerdict verdict = probe.ask(trial.variant(), code, "none", LogLevel.LEVEL1);
    if (verdict.reason().contains("GPL") != trial.helper().gplOnly()) {
      differences.add(trial.helper().name() + " without GPL: " + verdict.reason());
    }
  }

  private void comparePacketChange(Trial trial, List<String> differences) {
    if (!Stage.hasPacket(trial.variant())) {
      return;
    }
    KernelVerdict verdict = probe.ask(trial.variant(), program(trial, trial.offers(), true));
    if (taken(verdict) == trial.helper().changesPacketData()) {
      differences.add(trial.helper().name() + ", packet read afterwards: " + verdict.reason());
    }
  }

  private KernelVerdict ask(Trial trial, List<Offer> offers) {
    return probe.ask(trial.variant(), program(trial, offers, false));
  }

  private Code program(Trial trial, List<Offer> offers, boolean readPacketAfterwards) {
    if (trial.map() != null && trial.map().type() == MapType.PROG_ARRAY) {
      // A prog array belongs to the type of the first program that uses it.
      probe.map(trial.map());
    }
    return Code.build(
        c -> {
          Stage.open(trial.variant(), c);
          for (int i = 0; i < offers.size(); i++) {
            Register register = Register.of(i + 1);
            if (offers.get(i) == null) {
              c.loadMap(register, trial.map().name());
            } else {
              offers.get(i).into(register, c);
            }
          }
          c.callHelper(trial.helper().id());
          if (readPacketAfterwards) {
            c.load(Size.B, Register.R1, Stage.PACKET, 0);
          }
          Stage.close(c);
        });
  }

  /** Accepted, or refused only because what the helper gave is not given back. */
  private static boolean taken(KernelVerdict verdict) {
    return verdict.accepted() || verdict.reason().contains("would lead to reference leak");
  }
}
