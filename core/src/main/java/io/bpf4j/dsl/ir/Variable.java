package io.bpf4j.dsl.ir;

/** A local variable of the program text; the builder knows its value at every point. */
public final class Variable {
  private final Region region;

  Variable(Region region) {
    this.region = region;
  }

  Region region() {
    return region;
  }
}
