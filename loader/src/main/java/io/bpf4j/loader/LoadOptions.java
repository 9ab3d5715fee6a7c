package io.bpf4j.loader;

import java.util.Objects;

/**
 * How an object is loaded.
 *
 * @param logLevel how much the verifier writes about programs that it accepts; of one that it
 *     rejects there is always a log
 * @param flags BPF_F_* of program loading, for every program; see {@link ProgramLoad}
 */
public record LoadOptions(LogLevel logLevel, int flags) {
  /** No log of accepted programs, no flags. */
  public static final LoadOptions DEFAULT = new LoadOptions(LogLevel.NONE, 0);

  public LoadOptions {
    Objects.requireNonNull(logLevel, "logLevel");
  }

  /** These options with another log level. */
  public LoadOptions withLogLevel(LogLevel level) {
    return new LoadOptions(level, flags);
  }

  /** These options with other flags. */
  public LoadOptions withFlags(int newFlags) {
    return new LoadOptions(logLevel, newFlags);
  }
}
