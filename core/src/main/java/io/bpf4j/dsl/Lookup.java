package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Block;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.dsl.ir.Test;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Width;
import java.util.function.Function;

/**
 * The element of a map that may hold it.
 *
 * @param <T> how the element's value is reached
 */
public final class Lookup<T> extends Maybe<T> {
  private final Scope scope;
  private final Node pointer;
  private final Function<Address, T> element;

  Lookup(Scope scope, Node pointer, Function<Address, T> element) {
    super(scope.builder());
    this.scope = scope;
    this.pointer = pointer;
    this.element = element;
  }

  /**
   * The element; where the map does not hold it, the program returns.
   *
   * @throws io.bpf4j.AssemblyException where the program's type does not return such a value
   */
  public T orReturn(ReturnValue value) {
    return orReturn(Source.here("orReturn(" + Scope.text(value) + ")"), b -> scope.resultOf(value));
  }

  @Override
  Found<T> check(FunctionBuilder builder, Block present, Block absent) {
    Test found = new Test.Compare(JumpOp.JNE, Width.W64, pointer, Node.constant(0));
    builder.branch(found, present, absent);
    return assume(builder);
  }

  @Override
  Found<T> assume(FunctionBuilder builder) {
    return () -> element.apply(Address.here(builder, pointer, 0));
  }
}
