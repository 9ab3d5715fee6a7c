package io.bpf4j.loader;

import io.bpf4j.object.ProgramSpec;
import java.util.Map;
import java.util.Objects;

/**
 * What BPF_PROG_LOAD is asked for.
 *
 * @param program the program, linked: with its subprograms in its code
 * @param license such as {@code "GPL"}
 * @param maps the maps that it refers to, by their names in the object
 * @param logLevel how much the verifier writes
 * @param flags BPF_F_* of program loading, such as {@link #FLAG_TEST_STATE_FREQUENCY}
 */
public record ProgramLoad(
    ProgramSpec program, String license, Map<String, BpfMap> maps, LogLevel logLevel, int flags) {

  /** BPF_F_STRICT_ALIGNMENT (uapi/linux/bpf.h): every access must be aligned. */
  public static final int FLAG_STRICT_ALIGNMENT = 1;

  /** BPF_F_ANY_ALIGNMENT (uapi/linux/bpf.h): no access need be aligned. */
  public static final int FLAG_ANY_ALIGNMENT = 1 << 1;

  /** BPF_F_TEST_STATE_FREQ (uapi/linux/bpf.h): keeps a state at every prune point; for tests. */
  public static final int FLAG_TEST_STATE_FREQUENCY = 1 << 3;

  /** BPF_F_SLEEPABLE (uapi/linux/bpf.h). */
  public static final int FLAG_SLEEPABLE = 1 << 4;

  /** BPF_F_XDP_HAS_FRAGS (uapi/linux/bpf.h): the program handles packets in several buffers. */
  public static final int FLAG_XDP_HAS_FRAGMENTS = 1 << 5;

  public ProgramLoad {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(license, "license");
    maps = Map.copyOf(maps);
    Objects.requireNonNull(logLevel, "logLevel");
  }

  /** A load of a program under a license, without maps, log or flags. */
  public static ProgramLoad of(ProgramSpec program, String license) {
    return new ProgramLoad(program, license, Map.of(), LogLevel.NONE, 0);
  }

  /** This load with maps, by their names in the object. */
  public ProgramLoad withMaps(Map<String, BpfMap> newMaps) {
    return new ProgramLoad(program, license, newMaps, logLevel, flags);
  }

  /** This load with another log level. */
  public ProgramLoad withLogLevel(LogLevel level) {
    return new ProgramLoad(program, license, maps, level, flags);
  }

  /** This load with other flags. */
  public ProgramLoad withFlags(int newFlags) {
    return new ProgramLoad(program, license, maps, logLevel, newFlags);
  }
}
