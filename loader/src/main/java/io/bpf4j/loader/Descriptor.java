package io.bpf4j.loader;

import java.util.concurrent.atomic.AtomicInteger;

/** Owns a file descriptor; closes it once. */
final class Descriptor implements AutoCloseable {
  private static final int CLOSED = -1;

  private final Kernel kernel;
  private final String what;
  private final AtomicInteger number;

  Descriptor(Kernel kernel, String what, int number) {
    this.kernel = kernel;
    this.what = what;
    this.number = new AtomicInteger(number);
  }

  /**
   * The number.
   *
   * @throws IllegalStateException where it is closed
   */
  int number() {
    int open = number.get();
    if (open == CLOSED) {
      throw new IllegalStateException(what + " is closed");
    }
    return open;
  }

  boolean isOpen() {
    return number.get() != CLOSED;
  }

  Kernel kernel() {
    return kernel;
  }

  /** What it stands for, for messages: {@code map blocked}. */
  String what() {
    return what;
  }

  @Override
  public void close() {
    int open = number.getAndSet(CLOSED);
    if (open == CLOSED) {
      return;
    }
    int result = kernel.syscalls().close(open);
    // After EINTR the descriptor is gone all the same (close(2), Linux).
    if (result < 0 && result != -Errno.EINTR) {
      throw Diagnosis.failure("close() of " + what, -result);
    }
  }
}
