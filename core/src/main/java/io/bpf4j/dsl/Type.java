package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;
import java.util.function.BiFunction;

/**
 * A scalar type: how many bits, which signedness, which byte order. The constants are in {@link
 * Types}.
 *
 * @param <T> the class of its values
 */
public final class Type<T extends Scalar<T>> {
  /** How the bits are read. */
  enum Encoding {
    UNSIGNED,
    SIGNED,
    BIG_ENDIAN
  }

  private final String name;
  private final int bits;
  private final Encoding encoding;
  private final BiFunction<FunctionBuilder, Node, T> values;

  Type(String name, int bits, Encoding encoding, BiFunction<FunctionBuilder, Node, T> values) {
    this.name = name;
    this.bits = bits;
    this.encoding = encoding;
    this.values = values;
  }

  /** The name that the kernel's headers give it, such as {@code __u32}; never null. */
  public String name() {
    return name;
  }

  /** In bits: 8, 16, 32 or 64. */
  public int bits() {
    return bits;
  }

  /** In bytes. */
  public int bytes() {
    return bits / 8;
  }

  /** Whether comparisons, shifts and divisions take the sign into account. */
  public boolean isSigned() {
    return encoding == Encoding.SIGNED;
  }

  /** Whether the first byte in memory is the most significant one, whatever the machine. */
  public boolean isBigEndian() {
    return encoding == Encoding.BIG_ENDIAN;
  }

  Size size() {
    return Size.ofBytes(bytes());
  }

  /** The width in which it is computed and compared. */
  Width width() {
    return bits == 64 ? Width.W64 : Width.W32;
  }

  /** A value that a node holds in this type's form. */
  T value(FunctionBuilder builder, Node node) {
    return values.apply(builder, node);
  }

  /**
   * A constant of the type.
   *
   * @param number the number, in host byte order for a big-endian type
   * @throws io.bpf4j.AssemblyException where the number is not in the type's range
   */
  public T of(long number) {
    return value(null, constantNode(number));
  }

  /** The node of a constant: the number as a register holds it. */
  Node constantNode(long number) {
    long least = isSigned() && bits < 64 ? -(1L << (bits - 1)) : 0;
    long greatest = (1L << (isSigned() ? bits - 1 : bits)) - 1;
    if (bits < 64 && (number < least || number > greatest)) {
      throw Source.error(
          number + " is not a " + name + " (" + least + ".." + greatest + "): use a wider type");
    }
    return Node.constant(isBigEndian() ? swapped(number) : register(number));
  }

  private long register(long number) {
    return bits == 64 ? number : number & 0xffff_ffffL;
  }

  private long swapped(long number) {
    return Long.reverseBytes(number) >>> (64 - bits);
  }

  @Override
  public String toString() {
    return name;
  }
}
