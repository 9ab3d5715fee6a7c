package io.bpf4j.spec.dsl;

/** The samples in the VM. */
class SamplesVmTest extends SamplesTest {
  SamplesVmTest() {
    super(Machine::vm);
  }
}
