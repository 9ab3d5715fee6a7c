package io.bpf4j.verifier;

import io.bpf4j.isa.SourceLine;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a program is rejected, and what to change.
 *
 * @param rule stable id of the rule, such as {@code "null-dereference"}; not null
 * @param title the rule in a few words; not null
 * @param pc slot of the instruction at fault, -1 where the whole program is
 * @param function the function that the instruction is in, "" where the whole program is meant
 * @param line the source line, or null where the object has none
 * @param kernelMessage what the kernel's log says, in its words; not null
 * @param missing what is not established here, with actual and required values; not null
 * @param reason why the rule is there; not null
 * @param fix what to change; not null
 */
public record Rejection(
    String rule,
    String title,
    int pc,
    String function,
    SourceLine line,
    String kernelMessage,
    String missing,
    String reason,
    String fix) {
  public Rejection {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(kernelMessage, "kernelMessage");
    Objects.requireNonNull(missing, "missing");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(fix, "fix");
  }

  /** The source line, where the object has one. */
  public Optional<SourceLine> source() {
    return Optional.ofNullable(line);
  }
}
