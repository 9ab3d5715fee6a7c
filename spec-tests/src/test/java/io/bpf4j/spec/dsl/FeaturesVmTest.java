package io.bpf4j.spec.dsl;

/** The DSL in the VM. */
class FeaturesVmTest extends FeaturesTest {
  FeaturesVmTest() {
    super(Machine::vm);
  }
}
