package io.bpf4j.verifier.rule;

/**
 * Ends the walk because a rule is broken. Internal control flow: it carries no stack trace and
 * never leaves the verifier; what users see is the {@code Rejection} made from it.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Rule rule;
  private final int pc;
  private final String detail;

  /**
   * @param rule the rule that is broken
   * @param pc the instruction at fault, -1 where the whole program is
   * @param kernelMessage what the kernel's log says, in its words
   * @param detail what is missing here, with actual against required values
   */
  public Refusal(Rule rule, int pc, String kernelMessage, String detail) {
    super(kernelMessage, null, false, false);
    this.rule = rule;
    this.pc = pc;
    this.detail = detail;
  }

  public Rule rule() {
    return rule;
  }

  public int pc() {
    return pc;
  }

  public String kernelMessage() {
    return getMessage();
  }

  public String detail() {
    return detail;
  }
}
