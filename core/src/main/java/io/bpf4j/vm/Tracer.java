package io.bpf4j.vm;

import io.bpf4j.isa.Register;

/** Is told of every instruction that was executed; not of one that faults. */
@FunctionalInterface
public interface Tracer {
  /** The registers at some moment; valid during the call only. */
  interface Registers {
    /** A register's 64 bits. */
    long get(Register register);

    /** How many frames lie below: 0 in the program itself, one more in each call. */
    int frame();

    /**
     * A number on the stack of a frame, zero-extended, in the program's byte order.
     *
     * @param frame 0 to {@link #frame()}
     * @param offset from R10 in that frame: -512 to -size
     * @param size 1, 2, 4 or 8 bytes
     * @throws IndexOutOfBoundsException where there is no such frame or place
     */
    long stack(int frame, int offset, int size);
  }

  /**
   * Called after an instruction. After a call that succeeded the frame is another, after a tail
   * call the next instruction's program; functions that a helper calls are traced before that
   * helper's call is.
   *
   * @param program name of the instruction's program
   * @param pc slot of the instruction that was just executed
   * @param after the registers now
   */
  void executed(String program, int pc, Registers after);
}
