package io.bpf4j.isa;

/**
 * A place in code under construction. Labels are compared by identity: two builders never share
 * one, and freezing replaces every use by a distance. Get one from {@link CodeBuilder#newLabel}.
 */
public final class Label implements CodeElement {
  private final String name;

  Label(String name) {
    this.name = name;
  }

  /** A name for messages, not necessarily unique; never null. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
