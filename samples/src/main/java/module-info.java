/** Sample programs, one a package, each runnable and tested. */
module io.bpf4j.samples {
  requires transitive io.bpf4j.core;
  requires io.bpf4j.elf;
  requires io.bpf4j.verifier;
  requires io.bpf4j.loader;

  exports io.bpf4j.samples.balance;
  exports io.bpf4j.samples.checksum;
  exports io.bpf4j.samples.dnsonly;
  exports io.bpf4j.samples.dropblocked;
  exports io.bpf4j.samples.parserchain;
  exports io.bpf4j.samples.switches;
}
