package io.bpf4j.spec.dsl.random;

import io.bpf4j.dsl.Type;
import io.bpf4j.dsl.Types;
import java.util.List;

/**
 * The integer types, and what Java computes with them. A number is a long, as its type reads it.
 */
final class Scalars {
  /** In the order of the input's fields. */
  static final List<Type<?>> ALL =
      List.of(Types.U64, Types.S64, Types.U32, Types.S32, Types.U16, Types.S16, Types.U8, Types.S8);

  private Scalars() {}

  /** The number that the type's lower bits are. */
  static long wrap(Type<?> type, long bits) {
    return switch (type.bits()) {
      case 8 -> type.isSigned() ? (byte) bits : bits & 0xff;
      case 16 -> type.isSigned() ? (short) bits : bits & 0xffff;
      case 32 -> type.isSigned() ? (int) bits : bits & 0xffff_ffffL;
      default -> bits;
    };
  }

  static long compute(Type<?> type, Tree.Op op, long a, long b) {
    boolean signed = type.isSigned();
    int count = (int) (b & (type.bits() == 64 ? 63 : 31));
    long result =
        switch (op) {
          case ADD -> a + b;
          case SUB -> a - b;
          case MUL -> a * b;
          case DIV -> b == 0 ? 0 : signed ? a / b : Long.divideUnsigned(a, b);
          case MOD -> b == 0 ? a : signed ? a % b : Long.remainderUnsigned(a, b);
          case AND -> a & b;
          case OR -> a | b;
          case XOR -> a ^ b;
          case SHL -> a << count;
          case SHR -> signed ? a >> count : a >>> count;
        };
    return wrap(type, result);
  }

  static boolean compare(Type<?> type, Tree.Relation relation, long a, long b) {
    int order = type.isSigned() ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    return switch (relation) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }
}
