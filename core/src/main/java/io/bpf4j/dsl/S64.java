package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/** A signed integer of 64 bits. */
public final class S64 extends Int<S64> {
  S64(FunctionBuilder builder, Node node) {
    super(Types.S64, builder, node);
  }

  /**
   * A constant.
   *
   * @param number any
   * @throws io.bpf4j.AssemblyException where the number is out of range
   */
  public static S64 of(long number) {
    return Types.S64.of(number);
  }
}
