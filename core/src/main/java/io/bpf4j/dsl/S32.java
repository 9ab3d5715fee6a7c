package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/** A signed integer of 32 bits. */
public final class S32 extends Int<S32> {
  S32(FunctionBuilder builder, Node node) {
    super(Types.S32, builder, node);
  }

  /**
   * A constant.
   *
   * @param number -2,147,483,648 to 2,147,483,647
   * @throws io.bpf4j.AssemblyException where the number is out of range
   */
  public static S32 of(long number) {
    return Types.S32.of(number);
  }
}
