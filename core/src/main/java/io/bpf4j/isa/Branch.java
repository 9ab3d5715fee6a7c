package io.bpf4j.isa;

import java.util.Objects;

/**
 * An instruction whose target is still a label. Its own distance is ignored and filled in when the
 * code is frozen.
 *
 * @param instruction a {@link Jump}, {@link Goto}, {@link MayGoto}, a {@link Call} of a {@link
 *     Callee.Local}, or a {@link LoadImm64} of an {@link Imm64.LocalFunction}
 * @param target where it goes
 */
public record Branch(Instruction instruction, Label target) implements CodeElement {
  public Branch {
    Objects.requireNonNull(target, "target");
    if (!Distances.branches(instruction)) {
      throw new IllegalArgumentException(instruction + " has no target");
    }
  }
}
