package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Variable;

/**
 * A local variable: in a register where one is free.
 *
 * @param <T> the class of its values
 */
public final class Var<T extends Scalar<T>> {
  private final Scope scope;
  private final Type<T> type;
  private final Variable variable;

  Var(Scope scope, Type<T> type, Variable variable) {
    this.scope = scope;
    this.type = type;
    this.variable = variable;
  }

  /** The value that it has here. */
  public T get() {
    scope.at("var.get");
    return type.value(scope.builder(), scope.builder().read(variable));
  }

  /** Gives it another value. */
  public void set(T value) {
    scope.at("var.set");
    if (value.builder() != null && value.builder() != scope.builder()) {
      throw Source.error("a variable of " + scope.builder().name() + " cannot hold this value");
    }
    scope.builder().write(variable, value.node());
  }

  /** Gives it a number. */
  public void set(long number) {
    set(type.of(number));
  }
}
