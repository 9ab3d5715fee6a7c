package io.bpf4j.isa;

import java.util.Objects;

/** Whom a call calls (RFC 9669, section 4.3.1 to 4.3.3). */
public sealed interface Callee {
  /**
   * A helper of the kernel, by its number ({@code enum bpf_func_id}).
   *
   * @param id the number
   */
  record Helper(int id) implements Callee {}

  /**
   * A subprogram by name: before linking.
   *
   * @param name its symbol; not null
   */
  record Subprogram(String name) implements Callee {
    public Subprogram {
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * A subprogram by distance: within the same code (BPF_PSEUDO_CALL).
   *
   * @param offset slots from the next instruction
   */
  record Local(int offset) implements Callee {}

  /**
   * A kernel function by name.
   *
   * @param name its symbol; not null
   */
  record Kfunc(String name) implements Callee {
    public Kfunc {
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * A kernel function by the BTF id of some kernel, kept as it was read (BPF_PSEUDO_KFUNC_CALL).
   *
   * @param btfId the immediate
   * @param module index of the module's BTF, the offset field; 0 for vmlinux
   */
  record KfuncId(int btfId, short module) implements Callee {}
}
