package io.bpf4j.spec.kernel;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Register;
import io.bpf4j.kernel.Argument;
import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.object.MapSpec;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A call of a helper from a program, with arguments that fit.
 *
 * @param offers what R1 and on are given; null is the map
 * @param map the map, null where the helper takes none
 */
record Trial(Variant variant, HelperPrototype helper, List<Offer> offers, MapSpec map) {
  private static final KernelProfile PROFILE = KernelProfile.builtIn("6.18");

  /** The calls that can be tried from programs of a type. */
  static List<Trial> all(Variant variant) {
    return Arrays.stream(Helper.values())
        .flatMap(helper -> of(variant, helper.number()).stream())
        .toList();
  }

  /** Empty where the type may not call the helper, or it wants what the test cannot offer. */
  private static Optional<Trial> of(Variant variant, int id) {
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
      Optional<Offer> fitting = Expectation.fitting(argument.kind());
      if (argument.kind() == ArgumentKind.CONST_MAP_PTR && type.isPresent()) {
        map = KernelMaps.spec(type.get());
        offers.add(null);
      } else if (fitting.isPresent()) {
        offers.add(fitting.get());
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new Trial(variant, helper, offers, map));
  }

  /** This call with one argument changed. */
  Trial with(int index, Offer offer) {
    List<Offer> changed = new ArrayList<>(offers);
    changed.set(index, offer);
    return new Trial(variant, helper, changed, map);
  }

  /** The call alone. */
  Code program() {
    return program(c -> {}, c -> {});
  }

  /**
   * The call between other code.
   *
   * @param before comes when the stage is set; may use R0 to R5
   * @param after comes when the call has returned; may jump to its own end, not further
   */
  Code program(Consumer<CodeBuilder> before, Consumer<CodeBuilder> after) {
    return Code.build(
        c -> {
          Stage.open(variant, c);
          before.accept(c);
          for (int i = 0; i < offers.size(); i++) {
            Register register = Register.of(i + 1);
            if (offers.get(i) == null) {
              c.loadMap(register, map.name());
            } else {
              offers.get(i).into(register, c);
            }
          }
          c.callHelper(helper.id());
          after.accept(c);
          Stage.close(c);
        });
  }

  /** The kernel's verdict on a program that this made. */
  KernelVerdict ask(Probe probe, Code code) {
    refreshMap(probe);
    return probe.ask(variant, code);
  }

  /** A prog array belongs to the type of the first program that uses it: each needs its own. */
  void refreshMap(Probe probe) {
    if (map != null && map.type() == MapType.PROG_ARRAY) {
      probe.map(map);
    }
  }

  /** Accepted, or refused only because what the helper gave is not given back. */
  static boolean taken(KernelVerdict verdict) {
    return verdict.accepted() || verdict.reason().contains("would lead to reference leak");
  }

  @Override
  public String toString() {
    return variant + " " + helper.name();
  }
}
