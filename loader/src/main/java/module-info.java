/** Loads programs and maps into a running Linux kernel through the bpf() system call. */
module io.bpf4j.loader {
  requires transitive io.bpf4j.core;
  requires com.sun.jna;

  exports io.bpf4j.loader;
}
