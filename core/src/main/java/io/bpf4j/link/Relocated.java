package io.bpf4j.link;

import io.bpf4j.object.ObjectSpec;
import java.util.List;
import java.util.Objects;

/**
 * An object after its CO-RE relocations.
 *
 * @param object without relocations left
 * @param results one for each relocation, in the order of programs, subprograms and pc
 */
public record Relocated(ObjectSpec object, List<RelocationResult> results) {
  public Relocated {
    Objects.requireNonNull(object, "object");
    results = List.copyOf(results);
  }
}
