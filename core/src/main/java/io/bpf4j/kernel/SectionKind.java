package io.bpf4j.kernel;

import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the name of a program section means.
 *
 * @param name the table's name without its mark, such as {@code "kprobe"} for {@code
 *     "kprobe/do_exit"}; not null
 * @param programType the type of the programs in it; not null
 * @param attachType their expected attach type, null where the name names none
 * @param flags what else the name says; not null
 * @param target what follows the name and a slash, null where nothing does
 * @param autoload false where the name begins with a question mark: not loaded unless asked for
 */
public record SectionKind(
    String name,
    ProgramType programType,
    AttachType attachType,
    Set<SectionFlag> flags,
    String target,
    boolean autoload) {
  public SectionKind {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(programType, "programType");
    flags = Set.copyOf(flags);
  }

  /** The expected attach type, where the name names one. */
  public Optional<AttachType> expectedAttachType() {
    return Optional.ofNullable(attachType);
  }

  /** Where to attach, as the name says it: what follows the first part and a slash. */
  public Optional<String> attachTarget() {
    return Optional.ofNullable(target);
  }

  /** Whether the name carries a flag. */
  public boolean has(SectionFlag flag) {
    return flags.contains(flag);
  }

  SectionKind with(String newTarget, boolean newAutoload) {
    return new SectionKind(name, programType, attachType, flags, newTarget, newAutoload);
  }
}
