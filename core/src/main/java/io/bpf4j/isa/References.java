package io.bpf4j.isa;

import io.bpf4j.LinkException;

/**
 * Tells the encoder what stands in the fields of a symbolic reference: zeros and a relocation in an
 * object file, a file descriptor in what is handed to the kernel.
 */
public interface References {
  /**
   * The fields of a reference.
   *
   * @param source the source register field
   * @param imm the immediate
   * @param next the second slot's immediate for a 64-bit immediate; the offset field for a call
   */
  record Fields(int source, int imm, int next) {}

  /** No symbolic reference is expected: each one is a {@link LinkException}. */
  References NONE =
      new References() {
        @Override
        public Fields imm64(int pc, Imm64 reference) {
          throw new LinkException(reference.toString(), "not resolved at pc " + pc);
        }

        @Override
        public Fields callee(int pc, Callee callee) {
          throw new LinkException(callee.toString(), "not resolved at pc " + pc);
        }
      };

  /** The fields of a symbolic 64-bit immediate: a map, map value, subprogram or kernel symbol. */
  Fields imm64(int pc, Imm64 reference);

  /** The fields of a call by name: a {@link Callee.Subprogram} or a {@link Callee.Kfunc}. */
  Fields callee(int pc, Callee callee);
}
