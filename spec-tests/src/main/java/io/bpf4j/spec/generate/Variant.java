package io.bpf4j.spec.generate;

import io.bpf4j.kernel.ContextLayout;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.kernel.ReturnRange;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.util.List;

/**
 * A program type with an expected attach type, null for none.
 *
 * <p>All of those that a section's name can mean and whose programs load without an attach target.
 */
public record Variant(ProgramType type, AttachType attachType) {
  private static final KernelProfile PROFILE = KernelProfile.builtIn("6.18");

  /** All of them, in the order of the table of section names. */
  public static List<Variant> all() {
    return SectionNames.names().stream()
        .map(name -> SectionNames.find(name).orElseThrow())
        .map(kind -> new Variant(kind.programType(), kind.attachType()))
        .filter(v -> PROFILE.context(v.type(), v.attachType()).isPresent())
        .distinct()
        .toList();
  }

  /** One for each program type. */
  public static List<Variant> types() {
    return all().stream().filter(v -> v.equals(firstOf(v.type()))).toList();
  }

  /** The types that most programs have. */
  public static List<Variant> common() {
    return List.of(
        new Variant(ProgramType.XDP, AttachType.XDP),
        new Variant(ProgramType.SOCKET_FILTER, null),
        new Variant(ProgramType.TRACEPOINT, null));
  }

  private static Variant firstOf(ProgramType type) {
    return all().stream().filter(v -> v.type() == type).findFirst().orElseThrow();
  }

  /** A type that needs no attach type, or has one that programs mostly mean. */
  public static Variant of(ProgramType type) {
    return new Variant(type, type == ProgramType.XDP ? AttachType.XDP : null);
  }

  /** Those whose programs load without flags. */
  static List<Variant> ofGenerator() {
    return all().stream().filter(v -> v.type() != ProgramType.SYSCALL).toList();
  }

  /** The layout of its context. */
  public ContextLayout layout() {
    return PROFILE.context(type, attachType).orElseThrow();
  }

  /** What its programs may return. */
  public ReturnRange returns() {
    return PROFILE.returnRange(type, attachType).orElseThrow();
  }

  @Override
  public String toString() {
    return attachType == null ? type.name() : type + "/" + attachType;
  }
}
