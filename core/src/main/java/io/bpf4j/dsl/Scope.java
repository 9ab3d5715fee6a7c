package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Block;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.dsl.ir.StackSlot;
import io.bpf4j.dsl.ir.Test;
import io.bpf4j.dsl.ir.Variable;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.isa.Width;
import io.bpf4j.uapi.Helper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The body of a program or subprogram: the statements that every one has. Not thread-safe. */
public abstract sealed class Scope permits ProgramScope, SubprogramScope {
  private record Scratch(int index, int size) {}

  private final Bpf bpf;
  private final FunctionBuilder builder;
  private final Map<Scratch, StackSlot> scratch = new HashMap<>();

  Scope(Bpf bpf, FunctionBuilder builder) {
    this.bpf = bpf;
    this.builder = builder;
  }

  FunctionBuilder builder() {
    return builder;
  }

  Bpf bpf() {
    return bpf;
  }

  /**
   * What the function returns for a value.
   *
   * @throws io.bpf4j.AssemblyException where it cannot return such a value
   */
  abstract Node resultOf(ReturnValue value);

  /** How the program text would write a value that is returned. */
  static String text(ReturnValue value) {
    return value instanceof Scalar<?> scalar ? scalar.type().name() : value.toString();
  }

  void returnValue(ReturnValue value) {
    at("ret(" + text(value) + ")");
    builder.returns(resultOf(value));
  }

  void at(String text) {
    bpf.requireCurrent(this);
    builder.at(Source.here(text));
  }

  // Flow.

  /** Runs the body where the condition holds. */
  public void when(Condition condition, Runnable then) {
    when(condition, then, () -> {});
  }

  /** Runs the one body where the condition holds, else the other. */
  public void when(Condition condition, Runnable then, Runnable otherwise) {
    at("when");
    Block yes = builder.newBlock(false);
    Block no = builder.newBlock(false);
    Block join = builder.newBlock(false);
    builder.branch(condition.test(builder), yes, no);
    body(yes, then, join);
    body(no, otherwise, join);
    Maybe.enter(builder, join);
  }

  private void body(Block block, Runnable text, Block after) {
    SourceLine line = builder.line();
    Maybe.enter(builder, block);
    builder.open(false);
    text.run();
    builder.close();
    builder.at(line);
    builder.jump(after);
  }

  /** The first value where the condition holds, else the second. */
  public <T extends Scalar<T>> T select(Condition condition, T yes, T no) {
    at("select");
    Variable result = builder.declare(no.node());
    when(condition, () -> builder.write(result, yes.node()));
    return yes.type().value(builder, builder.read(result));
  }

  /** Runs the body with {@code from}, {@code from + 1}, ... {@code to - 1}. */
  public void loop(int from, int to, Consumer<U32> body) {
    loop(from, to, (index, loop) -> body.accept(index));
  }

  /** Runs the body with {@code from}, {@code from + 1}, ... {@code to - 1}, unless it leaves. */
  public void loop(int from, int to, BiConsumer<U32, Loop> body) {
    at("loop");
    if (from < 0 || to < 0) {
      throw Source.error("a loop counts from 0 or more, not from " + from + " to " + to);
    }
    if (from < to) {
      counted(from, Node.constant(to), to - 1L, body);
    }
  }

  /**
   * Runs the body with 0, 1, ... {@code count - 1}.
   *
   * @param atMost the bound that the kernel asks for: the body never runs more often, whatever the
   *     count
   */
  public void loop(U32 count, int atMost, Consumer<U32> body) {
    loop(count, atMost, (index, loop) -> body.accept(index));
  }

  /** Runs the body with 0, 1, ... {@code count - 1}, at most so often, unless it leaves. */
  public void loop(U32 count, int atMost, BiConsumer<U32, Loop> body) {
    at("loop");
    U32 bound = U32.of(atMost);
    U32 times = select(count.gt(bound), bound, count);
    when(times.ne(0), () -> counted(0, times.node(), atMost - 1L, body));
  }

  private void counted(int from, Node to, long max, BiConsumer<U32, Loop> body) {
    SourceLine line = builder.line();
    Block after = builder.newBlock(false);
    builder.open(true);
    Block head = builder.newBlock(false);
    Block latch = builder.newBlock(false);
    builder.jump(head);
    builder.enter(head);
    Node index = builder.phi(head, max, List.of(Node.constant(from)));
    body.accept(new U32(builder, index), new Loop(this, builder.region(), after, latch));
    builder.at(line);
    builder.jump(latch);
    Maybe.enter(builder, latch);
    Node next = builder.binary(AluOp.ADD, Width.W32, index, Node.constant(1));
    if (builder.isReachable()) {
      index.operands().add(next);
    }
    builder.branch(new Test.Compare(JumpOp.JLT, Width.W32, next, to), head, after);
    builder.seal(head);
    builder.close();
    Maybe.enter(builder, after);
  }

  // Variables.

  /** A local variable that begins as a value. */
  public <T extends Scalar<T>> Var<T> var(T initial) {
    at("var");
    return new Var<>(this, initial.type(), builder.declare(initial.node()));
  }

  /** A local variable that begins as a number. */
  public <T extends Scalar<T>> Var<T> var(Type<T> type, long initial) {
    return var(type.of(initial));
  }

  // Helpers that every program type has.

  /** Nanoseconds since the machine was started: the helper bpf_ktime_get_ns. */
  public U64 ktimeGetNs() {
    at("ktimeGetNs");
    return new U64(builder, call(Helper.KTIME_GET_NS));
  }

  /** A pseudo-random number: the helper bpf_get_prandom_u32. */
  public U32 prandomU32() {
    at("prandomU32");
    return new U32(builder, builder.truncate(call(Helper.GET_PRANDOM_U32)));
  }

  /** The number of the processor that runs the program: the helper bpf_get_smp_processor_id. */
  public U32 smpProcessorId() {
    at("smpProcessorId");
    return new U32(builder, builder.truncate(call(Helper.GET_SMP_PROCESSOR_ID)));
  }

  /**
   * Prints a line to the trace pipe, for debugging: the helper bpf_trace_printk, which is for
   * GPL-compatible programs only.
   *
   * @param format up to three of {@code %d}, {@code %u} and {@code %x}, one for each value,
   *     whatever the values' sizes; {@code %%} for a per cent sign
   */
  public void printk(String format, Int<?>... values) {
    at("printk");
    PrintkFormat printed = PrintkFormat.of(format, values);
    StackSlot slot = new StackSlot("format", printed.words().length * Long.BYTES);
    Node address = builder.stackAddress(slot);
    for (int i = 0; i < printed.words().length; i++) {
      builder.store(Size.DW, address, i * Long.BYTES, Node.constant(printed.words()[i]));
    }
    Operations at = new Operations(builder, "printk");
    List<Node> arguments = new ArrayList<>(List.of(address, Node.constant(printed.size())));
    for (Int<?> value : values) {
      arguments.add(at.convert(value.type(), Types.U64, value.node()));
    }
    call(Helper.TRACE_PRINTK, arguments.toArray(Node[]::new));
  }

  /** Calls a helper for the request that {@link #at} announced. */
  Node call(Helper helper, Node... arguments) {
    bpf.requireLicenseFor(helper);
    return builder.call(new Callee.Helper(helper.number()), arguments);
  }

  // Stack.

  /** The address of a copy of the value on the stack, good until the next call. */
  Node onStack(int index, Scalar<?> value) {
    int size = value.type().bytes();
    StackSlot slot =
        scratch.computeIfAbsent(
            new Scratch(index, size), s -> new StackSlot(index == 0 ? "key" : "value", size));
    Node address = builder.stackAddress(slot);
    builder.store(value.type().size(), address, 0, value.node());
    return address;
  }
}
