package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/** An unsigned integer of 64 bits. */
public final class U64 extends Int<U64> {
  U64(FunctionBuilder builder, Node node) {
    super(Types.U64, builder, node);
  }

  /**
   * A constant.
   *
   * @param number all 64 bits of it, read as an unsigned number
   * @throws io.bpf4j.AssemblyException where the number is out of range
   */
  public static U64 of(long number) {
    return Types.U64.of(number);
  }
}
