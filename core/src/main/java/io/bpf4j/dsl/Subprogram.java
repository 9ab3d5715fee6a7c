package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.isa.Callee;
import java.util.stream.Stream;

/**
 * A function that programs call, with parameters and a result of given types. Its linkage is
 * static: the kernel verifies it anew for every call.
 *
 * @param <R> what it returns
 */
public abstract sealed class Subprogram<R extends Scalar<R>> {
  private final Bpf bpf;
  private final String name;
  private final Type<R> type;

  private Subprogram(Bpf bpf, String name, Type<R> type) {
    this.bpf = bpf;
    this.name = name;
    this.type = type;
  }

  /** Its symbol; never null. */
  public String name() {
    return name;
  }

  R invoke(Scalar<?>... arguments) {
    Scope caller = bpf.current("call " + name);
    caller.at("call(" + name + ")");
    FunctionBuilder builder = caller.builder();
    for (Scalar<?> argument : arguments) {
      if (argument.builder() != null && argument.builder() != builder) {
        throw Source.error("an argument of " + name + " is not computed in " + builder.name());
      }
    }
    Node[] nodes = Stream.of(arguments).map(Scalar::node).toArray(Node[]::new);
    return type.value(builder, builder.call(new Callee.Subprogram(name), nodes));
  }

  /**
   * With one parameter.
   *
   * @param <A> the parameter
   * @param <R> the result
   */
  public static final class Of1<A extends Scalar<A>, R extends Scalar<R>> extends Subprogram<R> {
    Of1(Bpf bpf, String name, Type<R> type) {
      super(bpf, name, type);
    }

    /** Calls it. */
    public R call(A first) {
      return invoke(first);
    }
  }

  /**
   * With two parameters.
   *
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <R> the result
   */
  public static final class Of2<A extends Scalar<A>, B extends Scalar<B>, R extends Scalar<R>>
      extends Subprogram<R> {
    Of2(Bpf bpf, String name, Type<R> type) {
      super(bpf, name, type);
    }

    /** Calls it. */
    public R call(A first, B second) {
      return invoke(first, second);
    }
  }

  /**
   * With three parameters.
   *
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <C> the third parameter
   * @param <R> the result
   */
  public static final class Of3<
          A extends Scalar<A>, B extends Scalar<B>, C extends Scalar<C>, R extends Scalar<R>>
      extends Subprogram<R> {
    Of3(Bpf bpf, String name, Type<R> type) {
      super(bpf, name, type);
    }

    /** Calls it. */
    public R call(A first, B second, C third) {
      return invoke(first, second, third);
    }
  }

  /**
   * The body of a subprogram with two parameters.
   *
   * @param <S> its scope
   * @param <A> the first parameter
   * @param <B> the second parameter
   */
  @FunctionalInterface
  public interface Body2<S, A, B> {
    /** Writes the body. */
    void write(S scope, A first, B second);
  }

  /**
   * The body of a subprogram with three parameters.
   *
   * @param <S> its scope
   * @param <A> the first parameter
   * @param <B> the second parameter
   * @param <C> the third parameter
   */
  @FunctionalInterface
  public interface Body3<S, A, B, C> {
    /** Writes the body. */
    void write(S scope, A first, B second, C third);
  }
}
