package io.bpf4j.object;

import java.util.Objects;

/**
 * A global variable: a named place in a section of variables.
 *
 * @param name its symbol; not null. Static variables of different functions may share one
 * @param section the section that holds it, such as {@code ".data"}: the name of a {@linkplain
 *     MapSpec#isGlobalData map of global data}, or {@code ".addr_space.1"} for the variables of the
 *     object's arena; not null
 * @param offset in that section, in bytes
 * @param size in bytes
 * @param btfType id of its BTF_KIND_VAR in the object's BTF, 0 where it has none
 * @param linkage static, global or weak; not null
 * @param hidden whether only the static linker sees the name of a variable that is not static
 */
public record VariableSpec(
    String name,
    String section,
    int offset,
    int size,
    int btfType,
    Linkage linkage,
    boolean hidden) {
  /** The section of an arena's variables: LLVM's name for address space 1. */
  public static final String ARENA_SECTION = ".addr_space.1";

  public VariableSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(section, "section");
    Objects.requireNonNull(linkage, "linkage");
    if (offset < 0 || size < 0 || offset + size < 0) {
      throw new IllegalArgumentException(
          "variable " + name + " of " + size + " bytes at " + offset);
    }
  }

  /** A global variable without BTF. */
  public static VariableSpec of(String name, String section, int offset, int size) {
    return new VariableSpec(name, section, offset, size, 0, Linkage.GLOBAL, false);
  }
}
