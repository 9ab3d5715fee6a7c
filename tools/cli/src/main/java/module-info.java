/** The bpf4j command: a thin face over the modules. */
module io.bpf4j.cli {
  requires io.bpf4j.core;
  requires io.bpf4j.elf;
  requires io.bpf4j.verifier;
  requires io.bpf4j.loader;
  requires io.bpf4j.samples;
  requires info.picocli;

  exports io.bpf4j.cli;

  // picocli sets the fields of the commands.
  opens io.bpf4j.cli to
      info.picocli;
}
