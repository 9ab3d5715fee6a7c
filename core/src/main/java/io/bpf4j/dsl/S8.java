package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/** A signed integer of 8 bits. */
public final class S8 extends Int<S8> {
  S8(FunctionBuilder builder, Node node) {
    super(Types.S8, builder, node);
  }

  /**
   * A constant.
   *
   * @param number -128 to 127
   * @throws io.bpf4j.AssemblyException where the number is out of range
   */
  public static S8 of(long number) {
    return Types.S8.of(number);
  }
}
