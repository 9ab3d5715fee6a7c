package io.bpf4j.isa;

/**
 * Jumps when the loop's hidden budget is used up (uapi/linux/bpf.h, BPF_JCOND with BPF_MAY_GOTO).
 *
 * @param offset slots from the next instruction
 */
public record MayGoto(short offset) implements Instruction {
  @Override
  public Kind kind() {
    return Kind.MAY_GOTO;
  }
}
