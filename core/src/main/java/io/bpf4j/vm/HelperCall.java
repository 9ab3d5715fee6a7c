package io.bpf4j.vm;

import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A call of a helper that Java code answers. Every access to memory is checked as the program's own
 * are: one that must not be ends the run with a {@link Fault} at the call, by an exception that the
 * function must let pass. Reading numbers allocates nothing.
 */
public interface HelperCall {
  /**
   * R1 to R5 as the program left them.
   *
   * @param number 1 to 5
   * @throws IndexOutOfBoundsException where there is no such argument
   */
  long argument(int number);

  /**
   * A number in memory, zero-extended, in the program's byte order.
   *
   * @param size 1, 2, 4 or 8 bytes
   */
  long load(long address, int size);

  /**
   * Writes the low bytes of a number in the program's byte order.
   *
   * @param size 1, 2, 4 or 8 bytes
   */
  void store(long address, int size, long value);

  /** Copies {@code size} bytes out of memory. */
  byte[] read(long address, int size);

  /** Copies bytes into memory. */
  void write(long address, byte[] bytes);

  /**
   * The bytes up to a zero, as UTF-8 text, not longer than {@code limit} bytes; what is no UTF-8 is
   * replaced.
   */
  String string(long address, int limit);

  /** The map that an argument stands for; a fault where it stands for none. */
  VmMap map(long address);

  /** The object's map with a name. */
  Optional<VmMap> map(String name);

  /** The VM's clock: nanoseconds since boot. */
  long nanoseconds();

  /** The next of the VM's random numbers: all 32 bits vary. */
  int random();

  /** Number of the processor that the program runs on. */
  int processor();

  /** The program's byte order. */
  ByteOrder byteOrder();

  /**
   * Calls what the VM itself has for this helper, with the same arguments; a fault of kind
   * UNSUPPORTED where it has nothing.
   */
  long builtIn();

  /**
   * An exception to throw that ends the run with a fault of kind BAD_ARGUMENT.
   *
   * @param message one line: which argument, and what is wrong with it
   */
  RuntimeException badArgument(String message);
}
