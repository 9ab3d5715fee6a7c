package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Block;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.dsl.ir.StackSlot;
import io.bpf4j.dsl.ir.Test;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Width;
import io.bpf4j.uapi.Helper;

/**
 * A cursor in the packet of a socket filter, which may not read it in place: the helper
 * bpf_skb_load_bytes copies what is there to the stack.
 *
 * @param <T> what is read there
 */
public final class SocketCursor<T> extends PacketCursor<T, SocketCursor<T>> {
  private final SocketFilter filter;

  SocketCursor(SocketFilter filter, Target<T> target, Position position) {
    super(filter.builder(), target, position);
    this.filter = filter;
  }

  /** What is there; where the packet is too short, the program returns. */
  public T orReturn(SnapLength length) {
    String text = "packet(" + target().name() + ").orReturn(" + Scope.text(length) + ")";
    return orReturn(Source.here(text), builder -> filter.resultOf(length));
  }

  @Override
  Node start() {
    return Node.constant(0);
  }

  @Override
  SocketCursor<T> moved(Position to) {
    return new SocketCursor<>(filter, target(), to);
  }

  @Override
  Found<T> check(FunctionBuilder builder, Block present, Block absent) {
    StackSlot slot = new StackSlot(target().name(), target().size());
    Node error = copy(builder, slot);
    Test copied = new Test.Compare(JumpOp.JEQ, Width.W64, error, Node.constant(0));
    builder.branch(copied, present, absent);
    return found(builder, slot);
  }

  @Override
  Found<T> assume(FunctionBuilder builder) {
    StackSlot slot = new StackSlot(target().name(), target().size());
    copy(builder, slot);
    return found(builder, slot);
  }

  private Node copy(FunctionBuilder builder, StackSlot slot) {
    Operations at = new Operations(builder, "skb_load_bytes(" + target().name() + ")");
    Node base = position().base();
    if (position().extra() != null) {
      base = at.binary(AluOp.ADD, Width.W32, base, position().extra().node());
    }
    Node offset = at.binary(AluOp.ADD, Width.W32, base, position().offset());
    Node size = Node.constant(target().size());
    return filter.call(
        Helper.SKB_LOAD_BYTES, filter.context(), offset, builder.stackAddress(slot), size);
  }

  private Found<T> found(FunctionBuilder builder, StackSlot slot) {
    return () ->
        target().maker().at(Address.here(builder, builder.stackAddress(slot), 0), position());
  }
}
