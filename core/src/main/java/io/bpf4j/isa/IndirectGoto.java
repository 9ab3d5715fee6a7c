package io.bpf4j.isa;

import java.util.Objects;

/**
 * {@code gotox}: jumps to the address in a register, which was read from a map of instruction
 * addresses (BPF_JMP | BPF_JA | BPF_X, Linux 6.19).
 *
 * @param target holds the address
 */
public record IndirectGoto(Register target) implements Instruction {
  public IndirectGoto {
    Objects.requireNonNull(target, "target");
  }

  @Override
  public Kind kind() {
    return Kind.INDIRECT_GOTO;
  }
}
