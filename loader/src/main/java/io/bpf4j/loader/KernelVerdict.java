package io.bpf4j.loader;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the running kernel's verifier says of a program.
 *
 * @param accepted whether the kernel loaded it
 * @param errno the error number where it did not, else 0
 * @param log the verifier's log, "" at {@link LogLevel#NONE}; not null
 */
public record KernelVerdict(boolean accepted, int errno, String log) {
  private static final Pattern PROCESSED = Pattern.compile("(?m)^processed (\\d+) insns");

  public KernelVerdict {
    Objects.requireNonNull(log, "log");
  }

  /** The error's name, such as {@code EACCES}; {@code OK} where the program was accepted. */
  public String errnoName() {
    return accepted ? "OK" : Errno.name(errno);
  }

  /** The instructions that the verifier visited, where the log has its statistics. */
  public OptionalLong verifiedInstructions() {
    return PROCESSED
        .matcher(log)
        .results()
        .reduce((first, last) -> last)
        .map(KernelVerdict::count)
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong count(MatchResult match) {
    return OptionalLong.of(Long.parseLong(match.group(1)));
  }

  /** The log's last line before the statistics: what is wrong; "" without a log. */
  public String reason() {
    return accepted ? "" : Diagnosis.lastReason(log);
  }
}
