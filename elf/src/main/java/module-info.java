/** See the module's README. */
module io.bpf4j.elf {
  requires transitive io.bpf4j.core;
}
