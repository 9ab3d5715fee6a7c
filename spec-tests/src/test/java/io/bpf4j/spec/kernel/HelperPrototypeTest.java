package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.kernel.Argument;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.kernel.PacketUse;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Variant;
import java.util.ArrayList;
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
    List<Trial> trials = Trial.all(variant);
    trials.forEach(trial -> compare(trial, differences));
    assertThat(differences).isEmpty();
    assertThat(trials).as("helpers tried").hasSizeGreaterThan(30);
  }

  private void compare(Trial trial, List<String> differences) {
    KernelVerdict right = trial.ask(probe, trial.program());
    String name = trial.helper().name();
    if (!Trial.taken(right)) {
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
    for (Offer offer : Offer.values()) {
      if (offer == Offer.PACKET && !Stage.hasPacket(trial.variant())) {
        continue;
      }
      KernelVerdict verdict = trial.ask(probe, trial.with(i, offer).program());
      if (Trial.taken(verdict) != taken.contains(offer)) {
        Argument argument = trial.helper().arguments().get(i);
        String answer = verdict.accepted() ? "accepted" : verdict.reason();
        differences.add(
            "%s, argument %d (%s), %s: %s"
                .formatted(trial.helper().name(), i + 1, argument, offer, answer));
      }
    }
  }

  private void compareLicense(Trial trial, List<String> differences) {
    trial.refreshMap(probe);
    KernelVerdict verdict = probe.ask(trial.variant(), trial.program(), "none", LogLevel.LEVEL1);
    if (verdict.reason().contains("GPL") != trial.helper().gplOnly()) {
      differences.add(trial.helper().name() + " without GPL: " + verdict.reason());
    }
  }

  private void comparePacketChange(Trial trial, List<String> differences) {
    if (!Stage.hasPacket(trial.variant())) {
      return;
    }
    Code code = trial.program(c -> {}, c -> c.load(Size.B, Register.R1, Stage.PACKET, 0));
    KernelVerdict verdict = trial.ask(probe, code);
    if (Trial.taken(verdict) == trial.helper().changesPacketData()) {
      differences.add(trial.helper().name() + ", packet read afterwards: " + verdict.reason());
    }
  }
}
