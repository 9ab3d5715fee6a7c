package io.bpf4j.verifier.rule;

/**
 * Ends the walk because the model lacks something: the verdict is UNSUPPORTED. Internal control
 * flow, like {@link Refusal}.
 */
public final class Unmodelled extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int pc;

  /**
   * @param pc the instruction, -1 where the whole program is meant
   * @param what what the model lacks
   */
  public Unmodelled(int pc, String what) {
    super(what, null, false, false);
    this.pc = pc;
  }

  public int pc() {
    return pc;
  }
}
