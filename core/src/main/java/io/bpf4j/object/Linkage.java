package io.bpf4j.object;

/** A symbol's linkage: the ELF bindings LOCAL, GLOBAL and WEAK. */
public enum Linkage {
  STATIC,
  GLOBAL,
  WEAK
}
