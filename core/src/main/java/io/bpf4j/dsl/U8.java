package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/** An unsigned integer of 8 bits. */
public final class U8 extends Int<U8> {
  U8(FunctionBuilder builder, Node node) {
    super(Types.U8, builder, node);
  }

  /**
   * A constant.
   *
   * @param number 0 to 255
   * @throws io.bpf4j.AssemblyException where the number is out of range
   */
  public static U8 of(long number) {
    return Types.U8.of(number);
  }
}
