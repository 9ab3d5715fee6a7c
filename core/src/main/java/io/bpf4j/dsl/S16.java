package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/** A signed integer of 16 bits. */
public final class S16 extends Int<S16> {
  S16(FunctionBuilder builder, Node node) {
    super(Types.S16, builder, node);
  }

  /**
   * A constant.
   *
   * @param number -32,768 to 32,767
   * @throws io.bpf4j.AssemblyException where the number is out of range
   */
  public static S16 of(long number) {
    return Types.S16.of(number);
  }
}
