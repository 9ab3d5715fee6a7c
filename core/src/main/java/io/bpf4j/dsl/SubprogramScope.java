package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/**
 * The body of a subprogram.
 *
 * @param <R> what it returns
 */
public final class SubprogramScope<R extends Scalar<R>> extends Scope {
  private final Type<R> type;

  SubprogramScope(Bpf bpf, FunctionBuilder builder, Type<R> type) {
    super(bpf, builder);
    this.type = type;
  }

  /** Returns a value to the caller. */
  public void ret(R value) {
    returnValue(value);
  }

  /** Returns a number to the caller. */
  public void ret(long number) {
    returnValue(type.of(number));
  }

  @Override
  Node resultOf(ReturnValue value) {
    if (value instanceof Scalar<?> scalar && scalar.type() == type) {
      return scalar.node();
    }
    throw Source.error(builder().name() + " returns a " + type + ", not " + text(value));
  }
}
