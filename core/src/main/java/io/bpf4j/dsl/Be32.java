package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/**
 * 32 bits in network byte order, as packets hold them. Compared with a constant, the constant is
 * swapped while building, so that nothing is swapped at run time.
 */
public final class Be32 extends BigEndian<Be32> {
  Be32(FunctionBuilder builder, Node node) {
    super(Types.BE32, builder, node);
  }

  /**
   * A constant.
   *
   * @param number the number in host byte order, such as 0x0800 for IPv4
   * @throws io.bpf4j.AssemblyException where the number is out of range
   */
  public static Be32 of(long number) {
    return Types.BE32.of(number);
  }

  /** The number in host byte order. */
  public U32 toHost() {
    return swapped(Types.U32);
  }
}
