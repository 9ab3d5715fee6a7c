/** Sample programs, one a package, each runnable and tested. */
module io.bpf4j.samples {
  requires transitive io.bpf4j.core;
  requires io.bpf4j.elf;
  requires io.bpf4j.verifier;
  requires io.bpf4j.loader;

  exports io.bpf4j.samples.dropblocked;
}
