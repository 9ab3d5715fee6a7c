package io.bpf4j.object;

import java.util.Objects;

/**
 * Where a function begins in a program's code.
 *
 * @param name its symbol; not null
 * @param pc its first slot
 * @param linkage static functions are verified where they are called, global ones on their own
 * @param btfType id of its BTF_KIND_FUNC in the object's BTF, 0 where it has none
 */
public record FunctionEntry(String name, int pc, Linkage linkage, int btfType) {
  public FunctionEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(linkage, "linkage");
  }
}
