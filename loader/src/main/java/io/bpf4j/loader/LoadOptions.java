package io.bpf4j.loader;

import io.bpf4j.btf.Btf;
import java.util.Objects;

/**
 * How an object is loaded.
 *
 * @param logLevel how much the verifier writes about programs that it accepts; of one that it
 *     rejects there is always a log
 * @param flags BPF_F_* of program loading, for every program; see {@link ProgramLoad}
 * @param kernelTypes the types that CO-RE relocations are applied against; null for those that the
 *     running kernel shows in /sys/kernel/btf/vmlinux
 */
public record LoadOptions(LogLevel logLevel, int flags, Btf kernelTypes) {
  /** No log of accepted programs, no flags. */
  public static final LoadOptions DEFAULT = new LoadOptions(LogLevel.NONE, 0, null);

  public LoadOptions {
    Objects.requireNonNull(logLevel, "logLevel");
  }

  /** These options with another log level. */
  public LoadOptions withLogLevel(LogLevel level) {
    return new LoadOptions(level, flags, kernelTypes);
  }

  /** These options with other flags. */
  public LoadOptions withFlags(int newFlags) {
    return new LoadOptions(logLevel, newFlags, kernelTypes);
  }

  /** These options with other types to relocate against, for kernels that show none. */
  public LoadOptions withKernelTypes(Btf types) {
    return new LoadOptions(logLevel, flags, types);
  }
}
