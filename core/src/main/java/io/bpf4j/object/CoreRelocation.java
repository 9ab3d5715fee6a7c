package io.bpf4j.object;

import java.util.Objects;

/**
 * A compile-once-run-everywhere relocation record of .BTF.ext (kernel:
 * Documentation/bpf/llvm_reloc.rst, struct bpf_core_relo).
 *
 * @param pc slot of the instruction to patch
 * @param btfType id of the local type in the object's BTF
 * @param access the access string, such as {@code "0:1:2"}; not null
 * @param kind {@code enum bpf_core_relo_kind}, 0 to 12
 */
public record CoreRelocation(int pc, int btfType, String access, int kind) {
  public CoreRelocation {
    Objects.requireNonNull(access, "access");
  }
}
