package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.dsl.ir.Region;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.SourceLine;

/**
 * A value that a register holds: a number of some type. Computed where the program text asks for
 * it; immutable. A value can be used in the body that computed it and in the bodies inside it; use
 * a {@link Var} to carry one out.
 *
 * @param <T> the class itself
 */
public abstract sealed class Scalar<T extends Scalar<T>> implements ReturnValue
    permits Int, BigEndian {
  private final Type<T> type;
  private final FunctionBuilder builder;
  private final Node node;
  private final Region region;

  Scalar(Type<T> type, FunctionBuilder builder, Node node) {
    this.type = type;
    this.builder = builder;
    this.node = node;
    this.region = builder == null ? null : builder.region();
  }

  /** Its type; never null. */
  public Type<T> type() {
    return type;
  }

  /**
   * Its node, to be used here.
   *
   * @throws io.bpf4j.AssemblyException where the body that computed it has ended
   */
  Node node() {
    if (region != null) {
      region.requireOpen("this value", builder.line());
    }
    return node;
  }

  /** The function that computes it; null for a constant. */
  FunctionBuilder builder() {
    return builder;
  }

  /** Whether both are equal. */
  public Condition eq(T other) {
    return compare("eq", JumpOp.JEQ, other);
  }

  /** Whether it is this number. */
  public Condition eq(long number) {
    return eq(type.of(number));
  }

  /** Whether both differ. */
  public Condition ne(T other) {
    return compare("ne", JumpOp.JNE, other);
  }

  /** Whether it is another number. */
  public Condition ne(long number) {
    return ne(type.of(number));
  }

  Condition compare(String text, JumpOp op, Scalar<T> other) {
    FunctionBuilder common = Operations.common(this, other);
    SourceLine line = Source.here(text);
    if (common != null) {
      common.at(line);
    }
    return Condition.compare(common, line, op, type.width(), node(), other.node());
  }

  /** Operations in the function of both, at the user's line. */
  Operations operations(String text, Scalar<?> other) {
    return new Operations(Operations.common(this, other), text);
  }

  Operations operations(String text) {
    return new Operations(builder, text);
  }
}
