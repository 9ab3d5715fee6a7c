package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/** An unsigned integer of 16 bits. */
public final class U16 extends Int<U16> {
  U16(FunctionBuilder builder, Node node) {
    super(Types.U16, builder, node);
  }

  /**
   * A constant.
   *
   * @param number 0 to 65,535
   * @throws io.bpf4j.AssemblyException where the number is out of range
   */
  public static U16 of(long number) {
    return Types.U16.of(number);
  }
}
