package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;

/**
 * A target type that has the name and kind that a relocation asks for.
 *
 * @param btf the kernel's, or a module's
 * @param id of the type in it
 */
public record Candidate(Btf btf, int id) {
  @Override
  public String toString() {
    return AccessSpec.typeName(btf, id) + " [" + id + "]";
  }
}
