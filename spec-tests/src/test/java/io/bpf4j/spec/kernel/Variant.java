package io.bpf4j.spec.kernel;

import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.util.List;

/**
 * A program type with an expected attach type, null for none.
 *
 * <p>All of those that a section's name can mean and whose programs load without an attach target.
 */
record Variant(ProgramType type, AttachType attachType) {
  private static final KernelProfile PROFILE = KernelProfile.builtIn("6.18");

  static List<Variant> all() {
    return SectionNames.names().stream()
        .map(name -> SectionNames.find(name).orElseThrow())
        .map(kind -> new Variant(kind.programType(), kind.attachType()))
        .filter(v -> PROFILE.context(v.type(), v.attachType()).isPresent())
        .distinct()
        .toList();
  }

  /** One for each program type. */
  static List<Variant> types() {
    return all().stream().filter(v -> v.equals(firstOf(v.type()))).toList();
  }

  /** The types that most programs have. */
  static List<Variant> common() {
    return List.of(
        new Variant(ProgramType.XDP, AttachType.XDP),
        new Variant(ProgramType.SOCKET_FILTER, null),
        new Variant(ProgramType.TRACEPOINT, null));
  }

  private static Variant firstOf(ProgramType type) {
    return all().stream().filter(v -> v.type() == type).findFirst().orElseThrow();
  }

  @Override
  public String toString() {
    return attachType == null ? type.name() : type + "/" + attachType;
  }
}
