/** The offline verifier: tells whether a kernel accepts a program, without asking it. */
module io.bpf4j.verifier {
  requires transitive io.bpf4j.core;

  exports io.bpf4j.verifier;
  exports io.bpf4j.verifier.report;
}
