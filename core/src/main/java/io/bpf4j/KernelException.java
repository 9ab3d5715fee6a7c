package io.bpf4j;

import java.util.Objects;

/** A system call that failed. */
public final class KernelException extends BpfException {
  private static final long serialVersionUID = 1L;
  private final String syscall;
  private final int errno;
  private final String log;

  /**
   * @param syscall the call and what it was for, such as {@code "bpf(PROG_LOAD) of drop_blocked"}
   * @param errno the kernel's error number, or 0 where the system has no such call at all
   * @param message the error's name, its likely cause and remedy; not null
   * @param log the verifier's log, or "" where there is none; not null
   */
  public KernelException(String syscall, int errno, String message, String log) {
    super(syscall + ": " + message, null);
    this.syscall = Objects.requireNonNull(syscall);
    this.errno = errno;
    this.log = Objects.requireNonNull(log);
  }

  /** The call that failed; never null. */
  public String syscall() {
    return syscall;
  }

  /** The kernel's error number ({@code errno.h}), or 0 where the call could not be made. */
  public int errno() {
    return errno;
  }

  /** The kernel's log in full, "" where there is none; never null. */
  public String log() {
    return log;
  }
}
