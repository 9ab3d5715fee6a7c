package io.bpf4j.cli;

/** What the command's exit code says. */
final class ExitCode {
  /** Every program is accepted; or the command did what it was asked. */
  static final int ACCEPTED = 0;

  /** A program is rejected or UNSUPPORTED, or a file cannot be read or is malformed. */
  static final int REJECTED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** bpf4j itself failed. */
  static final int INTERNAL = 3;

  private ExitCode() {}
}
