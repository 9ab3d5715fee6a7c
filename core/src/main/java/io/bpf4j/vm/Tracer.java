package io.bpf4j.vm;

import io.bpf4j.isa.Register;

/** Is told of every instruction that was executed. */
@FunctionalInterface
public interface Tracer {
  /** The registers at some moment; valid during the call only. */
  interface Registers {
    /** A register's 64 bits. */
    long get(Register register);
  }

  /**
   * Called after an instruction.
   *
   * @param program name of the program that runs
   * @param pc slot of the instruction that was just executed
   * @param after the registers now
   */
  void executed(String program, int pc, Registers after);
}
