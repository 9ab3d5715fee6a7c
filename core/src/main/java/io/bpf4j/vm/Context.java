package io.bpf4j.vm;

/** A context whose loads are not plain memory: some of its fields are pointers. */
interface Context {
  /**
   * The value of a load.
   *
   * @throws FaultSignal where the context has no such field
   */
  long load(int offset, int size);
}
