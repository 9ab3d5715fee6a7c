/** See the module's README. */
module io.bpf4j.elf {
  requires transitive io.bpf4j.core;

  exports io.bpf4j.elf;
  exports io.bpf4j.elf.format;
}
