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
 * @param code its instructions
 * @param btfType id of its BTF_KIND_FUNC in the object's BTF, 0 where it has none
 * @param coreRelocations CO-RE relocations not yet applied, in ascending order of pc
 */
public record SubprogramSpec(
    String name,
    String section,
    Linkage linkage,
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
}
