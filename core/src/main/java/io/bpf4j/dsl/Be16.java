package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/**
 * 16 bits in network byte order, as packets hold them. Compared with a constant, the constant is
 * swapped while building, so that nothing is swapped at run time.
 */
public final class Be16 extends BigEndian<Be16> {
  Be16(FunctionBuilder builder, Node node) {
    super(Types.BE16, builder, node);
  }

  /**
   * A constant.
   *
   * @param number the number in host byte order, such as 0x0800 for IPv4
   * @throws io.bpf4j.AssemblyException where the number is out of range
   */
  public static Be16 of(long number) {
    return Types.BE16.of(number);
  }

  /** The number in host byte order. */
  public U16 toHost() {
    return swapped(Types.U16);
  }
}
