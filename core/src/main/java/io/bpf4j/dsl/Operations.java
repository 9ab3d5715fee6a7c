package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Folding;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Width;

/** Arithmetic on nodes for one line of the user's program. Constants need no function. */
final class Operations {
  private final FunctionBuilder builder;

  Operations(FunctionBuilder builder, String text) {
    this.builder = builder;
    if (builder != null) {
      builder.at(Source.here(text));
    }
  }

  /** The function that computes both; null where both are constants. */
  static FunctionBuilder common(Scalar<?> a, Scalar<?> b) {
    if (a.builder() == null || b.builder() == null || a.builder() == b.builder()) {
      return a.builder() == null ? b.builder() : a.builder();
    }
    throw Source.error(
        "a value of "
            + a.builder().name()
            + " meets one of "
            + b.builder().name()
            + ": pass it through a map or a parameter");
  }

  FunctionBuilder builder() {
    return builder;
  }

  Node binary(AluOp op, Width width, Node left, Node right) {
    if (left.isConstant() && right.isConstant()) {
      long value = Folding.compute(op, width, left.constantValue(), right.constantValue());
      return Node.constant(value);
    }
    return builder.binary(op, width, left, right);
  }

  Node binary(AluOp op, Width width, Node left, long right) {
    return binary(op, width, left, Node.constant(right));
  }

  Node truncate(Node node) {
    return node.isConstant()
        ? Node.constant(node.constantValue() & 0xffff_ffffL)
        : builder.truncate(node);
  }

  Node toBigEndian(int bits, Node node) {
    return node.isConstant()
        ? Node.constant(Long.reverseBytes(node.constantValue()) >>> (64 - bits))
        : builder.toBigEndian(bits, node);
  }

  /**
   * Division that rounds towards zero, made of unsigned ones: instructions for signed division came
   * only with CPU level v4. Division by zero gives 0, as RFC 9669, section 4.1, has it.
   */
  Node signedDivide(Width width, Node left, Node right) {
    Node leftSign = sign(width, left);
    Node rightSign = sign(width, right);
    Node quotient =
        binary(
            AluOp.DIV, width, negateIf(width, left, leftSign), negateIf(width, right, rightSign));
    return negateIf(width, quotient, binary(AluOp.XOR, width, leftSign, rightSign));
  }

  /** The remainder of {@link #signedDivide}, with the sign of the dividend. */
  Node signedRemainder(Width width, Node left, Node right) {
    Node leftSign = sign(width, left);
    Node divisor = negateIf(width, right, sign(width, right));
    Node remainder = binary(AluOp.MOD, width, negateIf(width, left, leftSign), divisor);
    return negateIf(width, remainder, leftSign);
  }

  /** All ones for a negative number, else 0. */
  private Node sign(Width width, Node value) {
    return binary(AluOp.ARSH, width, value, width.bits() - 1);
  }

  private Node negateIf(Width width, Node value, Node sign) {
    return binary(AluOp.SUB, width, binary(AluOp.XOR, width, value, sign), sign);
  }

  /** Brings what a load left, which fills up with zeros, into the form of the type. */
  Node extend(Type<?> type, Node loaded) {
    return type.isSigned() ? normalize(type, loaded) : loaded;
  }

  /** Brings the lower bits into the form in which a type's values are held. */
  Node normalize(Type<?> type, Node node) {
    if (type.bits() >= 32) {
      return node;
    }
    int unused = 32 - type.bits();
    if (!type.isSigned()) {
      return binary(AluOp.AND, Width.W32, node, (1L << type.bits()) - 1);
    }
    return binary(AluOp.ARSH, Width.W32, binary(AluOp.LSH, Width.W32, node, unused), unused);
  }

  /**
   * Converts between integer types: extends with the sign of the one, cuts to the size of the
   * other.
   */
  Node convert(Type<?> from, Type<?> to, Node node) {
    if (to.bits() < 32) {
      boolean same = from.bits() == to.bits() && from.isSigned() == to.isSigned();
      boolean widens = !from.isSigned() && from.bits() < to.bits();
      return same || widens ? node : normalize(to, node);
    }
    if (to.bits() == 32) {
      return from.bits() == 64 ? truncate(node) : node;
    }
    if (from.bits() == 64 || !from.isSigned()) {
      return node;
    }
    return binary(AluOp.ARSH, Width.W64, binary(AluOp.LSH, Width.W64, node, 32), 32);
  }
}
