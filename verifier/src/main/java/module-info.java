/** See the module's README. */
module io.bpf4j.verifier {
  requires transitive io.bpf4j.core;
}
