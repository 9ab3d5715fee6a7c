package io.bpf4j.spec.dsl;

import io.bpf4j.spec.RequiresKernel;

/** The DSL in the running kernel. */
@RequiresKernel
class FeaturesKernelTest extends FeaturesTest {
  FeaturesKernelTest() {
    super(Machine::kernel);
  }
}
