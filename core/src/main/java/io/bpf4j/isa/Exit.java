package io.bpf4j.isa;

/** Returns R0 from the program or subprogram (RFC 9669, section 4.3). */
public record Exit() implements Instruction {
  @Override
  public Kind kind() {
    return Kind.EXIT;
  }
}
