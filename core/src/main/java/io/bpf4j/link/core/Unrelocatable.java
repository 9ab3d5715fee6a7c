package io.bpf4j.link.core;

/** A relocation cannot be applied; whoever knows the program makes a RelocationException of it. */
public final class Unrelocatable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unrelocatable(String reason) {
    super(reason, null, false, false);
  }
}
