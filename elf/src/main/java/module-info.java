/** See the module's README. */
module io.bpf4j.elf {
  requires transitive io.bpf4j.core;
  requires org.apache.commons.compress;
  // Commons Compress reads .xz with it where it is there.
  requires org.tukaani.xz;

  exports io.bpf4j.elf;
  exports io.bpf4j.elf.format;
}
