package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/** An unsigned integer of 32 bits. */
public final class U32 extends Int<U32> {
  U32(FunctionBuilder builder, Node node) {
    super(Types.U32, builder, node);
  }

  /**
   * A constant.
   *
   * @param number 0 to 4,294,967,295
   * @throws io.bpf4j.AssemblyException where the number is out of range
   */
  public static U32 of(long number) {
    return Types.U32.of(number);
  }
}
