package io.bpf4j.object;

import java.util.Objects;

/**
 * A symbol that the object uses and does not define: the loader or the kernel supplies it (libbpf:
 * {@code __kconfig} and {@code __ksym}). Code refers to it by name, as {@link
 * io.bpf4j.isa.Imm64.KernelSymbol} or {@link io.bpf4j.isa.Callee.Kfunc}.
 *
 * @param name its symbol; not null
 * @param kind what supplies it, and what it is; not null
 * @param weak whether it may be missing: its address, or its value, is 0 then
 * @param btfType id of its BTF_KIND_VAR or BTF_KIND_FUNC in the object's BTF, 0 where it has none
 */
public record ExternSpec(String name, Kind kind, boolean weak, int btfType) {
  /** What an extern is. */
  public enum Kind {
    /** A value of the kernel's configuration, or one that loaders make up: section .kconfig. */
    KCONFIG,
    /** A variable of the kernel, or any of its symbols by address: section .ksyms. */
    KERNEL_VARIABLE,
    /** A function of the kernel: section .ksyms. */
    KERNEL_FUNCTION
  }

  public ExternSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
  }
}
