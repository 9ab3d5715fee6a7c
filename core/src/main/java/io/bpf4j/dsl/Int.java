package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;

/**
 * An integer. Results wrap around to the type; nothing is promoted: convert explicitly. Comparison,
 * division and right shift go by the type's signedness. Semantics are those of RFC 9669, section
 * 4.1: a division by zero gives 0, a remainder by zero the dividend, a shift counts modulo 64 for
 * 64-bit types and modulo 32 for all others.
 *
 * @param <T> the class itself
 */
public abstract sealed class Int<T extends Int<T>> extends Scalar<T>
    permits U8, U16, U32, U64, S8, S16, S32, S64 {
  Int(Type<T> type, FunctionBuilder builder, Node node) {
    super(type, builder, node);
  }

  /** The sum. */
  public T add(T other) {
    return computed("add", AluOp.ADD, other);
  }

  /** The sum with a number. */
  public T add(long number) {
    return add(type().of(number));
  }

  /** The difference. */
  public T sub(T other) {
    return computed("sub", AluOp.SUB, other);
  }

  /** The difference to a number. */
  public T sub(long number) {
    return sub(type().of(number));
  }

  /** The product. */
  public T mul(T other) {
    return computed("mul", AluOp.MUL, other);
  }

  /** The product with a number. */
  public T mul(long number) {
    return mul(type().of(number));
  }

  /** The quotient, rounded towards zero; 0 where the divisor is 0. */
  public T div(T other) {
    Operations at = operations("div", other);
    Node result =
        type().isSigned()
            ? at.signedDivide(type().width(), node(), other.node())
            : at.binary(AluOp.DIV, type().width(), node(), other.node());
    return result(at, type().isSigned() ? at.normalize(type(), result) : result);
  }

  /** The quotient by a number other than 0. */
  public T div(long number) {
    return div(divisor(number));
  }

  /** The remainder, with the sign of the dividend; the dividend where the divisor is 0. */
  public T mod(T other) {
    Operations at = operations("mod", other);
    return result(
        at,
        type().isSigned()
            ? at.signedRemainder(type().width(), node(), other.node())
            : at.binary(AluOp.MOD, type().width(), node(), other.node()));
  }

  /** The remainder by a number other than 0. */
  public T mod(long number) {
    return mod(divisor(number));
  }

  private T divisor(long number) {
    if (number == 0) {
      throw Source.error("a division by the number 0: say what the result shall be");
    }
    return type().of(number);
  }

  /** The bits that both have. */
  public T and(T other) {
    return bitwise("and", AluOp.AND, other);
  }

  /** The bits that both this and a number have. */
  public T and(long number) {
    return and(type().of(number));
  }

  /** The bits that either has. */
  public T or(T other) {
    return bitwise("or", AluOp.OR, other);
  }

  /** The bits that either this or a number has. */
  public T or(long number) {
    return or(type().of(number));
  }

  /** The bits that just one has. */
  public T xor(T other) {
    return bitwise("xor", AluOp.XOR, other);
  }

  /** The bits that just one of this and a number has. */
  public T xor(long number) {
    return xor(type().of(number));
  }

  /** All bits inverted. */
  public T not() {
    Operations at = operations("not");
    Node inverted = at.binary(AluOp.XOR, type().width(), node(), -1L);
    return result(at, at.normalize(type(), inverted));
  }

  /** The number with the opposite sign, wrapped around. */
  public T neg() {
    Operations at = operations("neg");
    Node negative = at.binary(AluOp.SUB, type().width(), Node.constant(0), node());
    return result(at, at.normalize(type(), negative));
  }

  /** Shifted to the left. */
  public T shl(T count) {
    return computed("shl", AluOp.LSH, count);
  }

  /** Shifted to the left by a number of bits. */
  public T shl(int count) {
    return shl(shiftCount(count));
  }

  /** Shifted to the right; a signed type keeps its sign. */
  public T shr(T count) {
    return bitwise("shr", type().isSigned() ? AluOp.ARSH : AluOp.RSH, count);
  }

  /** Shifted to the right by a number of bits; a signed type keeps its sign. */
  public T shr(int count) {
    return shr(shiftCount(count));
  }

  private T shiftCount(int count) {
    if (count < 0 || count >= type().width().bits()) {
      throw Source.error(
          "a shift of a " + type() + " is by 0.." + (type().width().bits() - 1) + ", not " + count);
    }
    return type().of(count);
  }

  /** Whether this is the lesser. */
  public Condition lt(T other) {
    return compare("lt", type().isSigned() ? JumpOp.JSLT : JumpOp.JLT, other);
  }

  /** Whether this is less than a number. */
  public Condition lt(long number) {
    return lt(type().of(number));
  }

  /** Whether this is the lesser, or equal. */
  public Condition le(T other) {
    return compare("le", type().isSigned() ? JumpOp.JSLE : JumpOp.JLE, other);
  }

  /** Whether this is at most a number. */
  public Condition le(long number) {
    return le(type().of(number));
  }

  /** Whether this is the greater. */
  public Condition gt(T other) {
    return compare("gt", type().isSigned() ? JumpOp.JSGT : JumpOp.JGT, other);
  }

  /** Whether this is greater than a number. */
  public Condition gt(long number) {
    return gt(type().of(number));
  }

  /** Whether this is the greater, or equal. */
  public Condition ge(T other) {
    return compare("ge", type().isSigned() ? JumpOp.JSGE : JumpOp.JGE, other);
  }

  /** Whether this is at least a number. */
  public Condition ge(long number) {
    return ge(type().of(number));
  }

  /** The number in another type: extended by this type's signedness, or cut. */
  public <R extends Int<R>> R to(Type<R> target) {
    Operations at = operations("to " + target);
    return target.value(at.builder(), at.convert(type(), target, node()));
  }

  /** {@link #to} U8. */
  public U8 toU8() {
    return to(Types.U8);
  }

  /** {@link #to} U16. */
  public U16 toU16() {
    return to(Types.U16);
  }

  /** {@link #to} U32. */
  public U32 toU32() {
    return to(Types.U32);
  }

  /** {@link #to} U64. */
  public U64 toU64() {
    return to(Types.U64);
  }

  /** {@link #to} S32. */
  public S32 toS32() {
    return to(Types.S32);
  }

  /** {@link #to} S64. */
  public S64 toS64() {
    return to(Types.S64);
  }

  /** The number in network byte order; of 16, 32 or 64 bits. */
  <B extends BigEndian<B>> B toNetwork(Type<B> target) {
    Operations at = operations("to " + target);
    return target.value(at.builder(), at.toBigEndian(target.bits(), node()));
  }

  /** An operation whose result may need to be cut to the type. */
  private T computed(String text, AluOp op, T other) {
    Operations at = operations(text, other);
    return result(at, at.normalize(type(), at.binary(op, type().width(), node(), other.node())));
  }

  /** An operation whose result is in the type's form where the operands are. */
  private T bitwise(String text, AluOp op, T other) {
    Operations at = operations(text, other);
    return result(at, at.binary(op, type().width(), node(), other.node()));
  }

  private T result(Operations at, Node node) {
    return type().value(at.builder(), node);
  }
}
