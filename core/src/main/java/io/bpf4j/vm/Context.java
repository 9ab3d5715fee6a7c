package io.bpf4j.vm;

/**
 * A context that is no plain memory: some of its fields are pointers, and only some can be written.
 */
interface Context {
  /**
   * The value of a load.
   *
   * @throws FaultSignal where the context has no such field
   */
  long load(int offset, int size);

  /**
   * Stores into a field.
   *
   * @throws FaultSignal where the context has no such field, or it can only be read
   */
  void store(int offset, int size, long value);
}
