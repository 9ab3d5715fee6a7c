package io.bpf4j.object;

import io.bpf4j.isa.Code;
import io.bpf4j.kernel.SectionFlag;
import io.bpf4j.kernel.SectionKind;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A program: what is loaded and attached as one.
 *
 * @param name the function's symbol; not null
 * @param section the ELF section, which determines type and attach point, such as {@code "xdp"}
 * @param type its program type
 * @param attachType its expected attach type, null where the type has none
 * @param code its instructions; once linked, its subprograms' too
 * @param functions where each function of {@code code} begins, in ascending order of pc; the first
 *     is the program itself, at pc 0
 * @param coreRelocations CO-RE relocations not yet applied, in ascending order of pc
 */
public record ProgramSpec(
    String name,
    String section,
    ProgramType type,
    AttachType attachType,
    Code code,
    List<FunctionEntry> functions,
    List<CoreRelocation> coreRelocations) {
  public ProgramSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(section, "section");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(code, "code");
    functions = List.copyOf(functions);
    coreRelocations = List.copyOf(coreRelocations);
    if (functions.isEmpty() || functions.get(0).pc() != 0) {
      throw new IllegalArgumentException("program " + name + " has no function at pc 0");
    }
  }

  /** A program that is not linked, without BTF. */
  public static ProgramSpec of(String name, String section, ProgramType type, Code code) {
    FunctionEntry self = new FunctionEntry(name, 0, Linkage.GLOBAL, 0);
    return new ProgramSpec(name, section, type, null, code, List.of(self), List.of());
  }

  /**
   * What the section's name says besides: flags, attach target, whether to load by default.
   *
   * @return empty where loaders do not know the name; the type is UNSPEC then
   */
  public Optional<SectionKind> sectionKind() {
    return SectionNames.find(section);
  }

  /** Whether it is loaded unless asked otherwise: its section's name begins with no {@code ?}. */
  public boolean isAutoload() {
    return !section.startsWith("?");
  }

  /** Whether the section's name says that it may sleep (BPF_F_SLEEPABLE). */
  public boolean isSleepable() {
    return has(SectionFlag.SLEEPABLE);
  }

  /** Whether the section's name says that it takes packets in fragments (BPF_F_XDP_HAS_FRAGS). */
  public boolean hasFragments() {
    return has(SectionFlag.XDP_FRAGMENTS);
  }

  /** Whether the section's name says enough to attach it. */
  public boolean isAutoAttach() {
    return has(SectionFlag.AUTO_ATTACH);
  }

  /** Where to attach it, as its section's name says: what follows the first part and a slash. */
  public Optional<String> attachTarget() {
    return sectionKind().flatMap(SectionKind::attachTarget);
  }

  private boolean has(SectionFlag flag) {
    return sectionKind().filter(kind -> kind.has(flag)).isPresent();
  }

  /** The expected attach type, where the type has one. */
  public Optional<AttachType> expectedAttachType() {
    return Optional.ofNullable(attachType);
  }

  /** This program with other code and functions: what the linker makes. */
  public ProgramSpec withCode(
      Code newCode, List<FunctionEntry> newFunctions, List<CoreRelocation> newRelocations) {
    return new ProgramSpec(name, section, type, attachType, newCode, newFunctions, newRelocations);
  }
}
