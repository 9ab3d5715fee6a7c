package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Variable;
import java.util.function.Function;

/**
 * A number that is computed of something that may not be there.
 *
 * @param <V> the class of the number
 */
public final class MaybeValue<V extends Scalar<V>> {
  private final Exit<V> exit;

  private interface Exit<V> {
    V orElse(V other);
  }

  <T> MaybeValue(Maybe<T> maybe, Function<T, V> function) {
    this.exit = other -> orElse(maybe, function, other);
  }

  /** The number, or another one where there is none. */
  public V orElse(V other) {
    return exit.orElse(other);
  }

  private static <T, V extends Scalar<V>> V orElse(
      Maybe<T> maybe, Function<T, V> function, V other) {
    FunctionBuilder builder = maybe.builder();
    builder.at(Source.here("orElse"));
    Variable result = builder.declare(other.node());
    maybe.ifPresent(found -> builder.write(result, function.apply(found).node()));
    return other.type().value(builder, builder.read(result));
  }
}
