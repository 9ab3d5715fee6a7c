package io.bpf4j.object;

import io.bpf4j.isa.Code;
import java.util.List;
import java.util.Objects;

/**
 * A function that programs call.
 *
 * @param name its symbol; not null
 * @param section the ELF section that holds it, usually {@code ".text"}
 * @param linkage static, global or weak
 * @param hidden whether only the static linker sees the name of a function that is not static; to
 *     the verifier it is a static one
 * @param code its instructions
 * @param btfType id of its BTF_KIND_FUNC in the object's BTF, 0 where it has none
 * @param coreRelocations CO-RE relocations not yet applied, in ascending order of pc
 */
public record SubprogramSpec(
    String name,
    String section,
    Linkage linkage,
    boolean hidden,
    Code code,
    int btfType,
    List<CoreRelocation> coreRelocations) {
  public SubprogramSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(section, "section");
    Objects.requireNonNull(linkage, "linkage");
    Objects.requireNonNull(code, "code");
    coreRelocations = List.copyOf(coreRelocations);
  }

  /** A subprogram that is not hidden. */
  public SubprogramSpec(
      String name,
      String section,
      Linkage linkage,
      Code code,
      int btfType,
      List<CoreRelocation> coreRelocations) {
    this(name, section, linkage, false, code, btfType, coreRelocations);
  }

  /** A static subprogram in .text, without BTF. */
  public static SubprogramSpec of(String name, Code code) {
    return new SubprogramSpec(name, ".text", Linkage.STATIC, code, 0, List.of());
  }

  /** What the verifier takes its linkage for: hidden functions are verified where called. */
  public Linkage verifiedLinkage() {
    return hidden ? Linkage.STATIC : linkage;
  }

  /** This subprogram with another type, 0 for none. */
  public SubprogramSpec withBtfType(int newType) {
    return new SubprogramSpec(name, section, linkage, hidden, code, newType, coreRelocations);
  }

  /** This subprogram with other code. */
  public SubprogramSpec withCode(Code newCode, List<CoreRelocation> newRelocations) {
    return new SubprogramSpec(name, section, linkage, hidden, newCode, btfType, newRelocations);
  }
}
