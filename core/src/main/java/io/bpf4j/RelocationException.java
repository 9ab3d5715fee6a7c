package io.bpf4j;

import java.util.List;
import java.util.Objects;

/** A CO-RE relocation that cannot be applied to the target's BTF. */
public final class RelocationException extends BpfException {
  private static final long serialVersionUID = 1L;
  private final String type;
  private final transient List<String> candidates;

  /**
   * @param type the local type, as C writes it; not null
   * @param candidates the target types that were considered; not null, may be empty
   * @param reason what is wrong; not null
   */
  public RelocationException(String type, List<String> candidates, String reason) {
    super("type " + type + ": " + reason + " (candidates: " + candidates + ")", null);
    this.type = Objects.requireNonNull(type);
    this.candidates = List.copyOf(candidates);
  }

  /** The local type; never null. */
  public String type() {
    return type;
  }

  /** The target types that were considered; never null (empty after deserialisation). */
  public List<String> candidates() {
    return candidates == null ? List.of() : candidates;
  }
}
