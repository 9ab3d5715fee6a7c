package io.bpf4j.kernel;

import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a kernel has: limits, features, helpers, program and map types. Immutable and thread-safe.
 *
 * <p>A profile is a set of facts, not a version number: vendors backport. Unless said otherwise the
 * facts are those for a privileged loader on x86-64.
 */
public final class KernelProfile {
  private final String name;
  private final Limits limits;
  private final Set<Feature> features;
  private final ProgramTypes programTypes;
  private final Set<MapType> mapTypes;
  private final HelperAccess access;
  private final MapHelpers mapHelpers;

  KernelProfile(
      String name,
      Limits limits,
      Set<Feature> features,
      ProgramTypes programTypes,
      Set<MapType> mapTypes,
      HelperAccess access,
      MapHelpers mapHelpers) {
    this.name = name;
    this.limits = limits;
    this.features = Set.copyOf(features);
    this.programTypes = programTypes;
    this.mapTypes = Set.copyOf(mapTypes);
    this.access = access;
    this.mapHelpers = mapHelpers;
  }

  /**
   * A profile that comes with bpf4j.
   *
   * @param name such as {@code "6.18"}
   * @throws IllegalArgumentException no profile of that name; the message names those there are
   */
  public static KernelProfile builtIn(String name) {
    return BuiltInProfiles.get(name);
  }

  /** The names that {@link #builtIn} takes, oldest kernel first. */
  public static List<String> builtInNames() {
    return BuiltInProfiles.NAMES;
  }

  /** This profile's name; never null. */
  public String name() {
    return name;
  }

  /** What the kernel allows at most; never null. */
  public Limits limits() {
    return limits;
  }

  /** Whether the kernel has a feature. */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** Whether programs of a type can be loaded at all. */
  public boolean supports(ProgramType type) {
    return programTypes.types().contains(type);
  }

  /** Whether maps of a type can be created. */
  public boolean supports(MapType type) {
    return mapTypes.contains(type);
  }

  /** Whether the kernel has a helper of that number, whoever may call it. */
  public boolean knowsHelper(int id) {
    return access.knows(id);
  }

  /** Whether programs of a type may call a helper, whatever they attach to. */
  public boolean allows(ProgramType type, int id) {
    return access.allows(type, null, id);
  }

  /**
   * Whether programs of a type may call a helper.
   *
   * <p>Licence and the right to sleep are not looked at: the prototype says what a helper needs.
   *
   * @param attachType the program's expected attach type, null where it has none
   */
  public boolean allows(ProgramType type, AttachType attachType, int id) {
    return access.allows(type, attachType, id);
  }

  /**
   * The prototype of a helper, where it is the same for every program type.
   *
   * @return empty where the kernel lacks the helper, or bpf4j does not know its prototype
   */
  public Optional<HelperPrototype> helper(int id) {
    return knowsHelper(id)
        ? Optional.ofNullable(HelperPrototypes.table().get(id, null))
        : Optional.empty();
  }

  /**
   * The prototype of a helper as programs of a type see it: a few differ.
   *
   * @return empty where the kernel lacks the helper, or bpf4j does not know its prototype
   */
  public Optional<HelperPrototype> helper(int id, ProgramType type) {
    return knowsHelper(id)
        ? Optional.ofNullable(HelperPrototypes.table().get(id, type))
        : Optional.empty();
  }

  /** Whether a helper that takes a map takes one of this type. */
  public boolean allowsMapInHelper(MapType type, int helper) {
    return mapHelpers.allows(type, helper);
  }

  /** The context of programs of a type that name no attach type. */
  public Optional<ContextLayout> context(ProgramType type) {
    return context(type, null);
  }

  /**
   * The context of programs of a type.
   *
   * @param attachType the program's expected attach type, null where it has none
   * @return empty where the kernel lacks the type, or the context depends on the attach target
   */
  public Optional<ContextLayout> context(ProgramType type, AttachType attachType) {
    return Optional.ofNullable(programTypes.find(type, attachType)).map(ProgramTypes.Entry::layout);
  }

  /**
   * What programs may access of a kernel object that they reach by a pointer.
   *
   * @param layout such as {@code "bpf_sock.full"}, {@code "bpf_tcp_sock"}, {@code "bpf_flow_keys"}
   * @throws IllegalArgumentException where there is no such layout
   */
  public ContextLayout objectLayout(String layout) {
    ContextLayout found = ContextLayouts.get(layout);
    if (found == null) {
      throw new IllegalArgumentException("no layout " + layout);
    }
    return found;
  }

  /**
   * The values that programs of a type may return.
   *
   * @param attachType the program's expected attach type, null where it has none
   * @return empty where the kernel lacks the type, or the range depends on the attach target
   */
  public Optional<ReturnRange> returnRange(ProgramType type, AttachType attachType) {
    return Optional.ofNullable(programTypes.find(type, attachType)).map(ProgramTypes.Entry::range);
  }

  /**
   * What programs of a type may do with a pointer to the packet; empty where they get none, or the
   * kernel lacks the type.
   *
   * @param attachType the program's expected attach type, null where it has none
   */
  public Set<PacketUse> packetUses(ProgramType type, AttachType attachType) {
    ProgramTypes.Entry entry = programTypes.find(type, attachType);
    return entry == null ? Set.of() : entry.packet();
  }

  @Override
  public String toString() {
    return "Linux " + name;
  }
}
