package io.bpf4j.isa;

import java.util.Objects;

/**
 * Calls a helper, a subprogram or a kernel function: R1 to R5 in, R0 out.
 *
 * @param callee whom
 */
public record Call(Callee callee) implements Instruction {
  public Call {
    Objects.requireNonNull(callee, "callee");
  }

  @Override
  public Kind kind() {
    return Kind.CALL;
  }
}
