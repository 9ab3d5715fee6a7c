package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Block;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.dsl.ir.Region;
import io.bpf4j.isa.SourceLine;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something that may not be there. Its exits make the check that the kernel's verifier asks for, so
 * that what they give is there.
 *
 * @param <T> what it is
 */
public abstract sealed class Maybe<T> permits Lookup, PacketCursor {
  private final FunctionBuilder builder;
  private final Region region;

  Maybe(FunctionBuilder builder) {
    this.builder = builder;
    this.region = builder.region();
  }

  /** Runs the body with it where it is there. */
  public void ifPresent(Consumer<T> body) {
    ifPresent(body, () -> {});
  }

  /** Runs the body with it where it is there, else the other body. */
  public void ifPresent(Consumer<T> body, Runnable otherwise) {
    FunctionBuilder builder = enter("ifPresent");
    Block present = builder.newBlock(false);
    Block absent = builder.newBlock(false);
    Block join = builder.newBlock(false);
    builder.open(false);
    Found<T> found = check(builder, present, absent);
    enter(builder, present);
    body.accept(found.get());
    builder.at(Source.here("ifPresent"));
    builder.jump(join);
    builder.close();
    enter(builder, absent);
    builder.open(false);
    otherwise.run();
    builder.at(Source.here("ifPresent"));
    builder.jump(join);
    builder.close();
    enter(builder, join);
  }

  /** What a function makes of it where it is there; leave that with {@code orElse}. */
  public <V extends Scalar<V>> MaybeValue<V> map(Function<T, V> function) {
    return new MaybeValue<>(this, function);
  }

  /**
   * It, without a check. The kernel rejects the program unless something else proves that it is
   * there: this is for checks that the DSL cannot make.
   */
  public T unchecked() {
    FunctionBuilder builder = enter("unchecked");
    return assume(builder).get();
  }

  /** It; where it is not there, the function returns. */
  T orReturn(SourceLine line, Function<FunctionBuilder, Node> value) {
    FunctionBuilder builder = enter(line.text());
    Block present = builder.newBlock(false);
    Block absent = builder.newColdBlock();
    Found<T> found = check(builder, present, absent);
    enter(builder, absent);
    builder.returns(value.apply(builder));
    enter(builder, present);
    return found.get();
  }

  private FunctionBuilder enter(String text) {
    builder.at(Source.here(text));
    region.requireOpen("what may be here", builder.line());
    return builder;
  }

  static void enter(FunctionBuilder builder, Block block) {
    builder.seal(block);
    builder.enter(block);
  }

  /** Makes what is found, in the body in which it is there. */
  interface Found<T> {
    T get();
  }

  /** The function in which it is looked for. */
  FunctionBuilder builder() {
    return builder;
  }

  /** Goes to one block where it is there, else to the other. */
  abstract Found<T> check(FunctionBuilder builder, Block present, Block absent);

  /** Takes it without a check. */
  abstract Found<T> assume(FunctionBuilder builder);
}
