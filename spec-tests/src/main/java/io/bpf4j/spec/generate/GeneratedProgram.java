package io.bpf4j.spec.generate;

import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import java.util.List;

/**
 * A random program.
 *
 * @param seed of the series
 * @param index in the series
 * @param family what it is about
 * @param mutations what was changed after it was written, in words; often none
 * @param object the one linked program, and the maps that it refers to
 */
public record GeneratedProgram(
    long seed, int index, Family family, List<String> mutations, ObjectSpec object) {
  public GeneratedProgram {
    mutations = List.copyOf(mutations);
  }

  /** {@code seed:index}, from which the same program comes again. */
  public String id() {
    return seed + ":" + index;
  }

  /** The one program. */
  public ProgramSpec program() {
    return object.programs().get(0);
  }
}
