package io.bpf4j.vm;

/** Calls functions of the program that runs, for helpers that take one. */
interface Callbacks {
  /**
   * Calls a function.
   *
   * @param function its address, as the program has it
   * @return its R0
   */
  long call(long function, long r1, long r2, long r3, long r4);
}
