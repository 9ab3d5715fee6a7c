package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Block;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.dsl.ir.Ranges;
import io.bpf4j.dsl.ir.Test;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Width;

/**
 * A cursor in the packet of an XDP program, which is read in place.
 *
 * @param <T> what is read there
 */
public final class XdpCursor<T> extends PacketCursor<T, XdpCursor<T>> {
  private final Xdp xdp;

  XdpCursor(Xdp xdp, Target<T> target, Position position) {
    super(xdp.builder(), target, position);
    this.xdp = xdp;
  }

  /** What is there; where the packet is too short, the program returns. */
  public T orReturn(XdpAction action) {
    String text = "packet(" + target().name() + ").orReturn(" + Scope.text(action) + ")";
    return orReturn(Source.here(text), builder -> xdp.resultOf(action));
  }

  @Override
  Node start() {
    return xdp.data();
  }

  @Override
  XdpCursor<T> moved(Position to) {
    return new XdpCursor<>(xdp, target(), to);
  }

  @Override
  Found<T> check(FunctionBuilder builder, Block present, Block absent) {
    U32 extra = position().extra();
    if (extra != null) {
      boundExtra(builder, extra.node(), absent);
    }
    Node pointer = pointer(builder);
    int offset = position().offset();
    Node end =
        builder.binary(AluOp.ADD, Width.W64, pointer, Node.constant(offset + target().size()));
    builder.branch(new Test.Compare(JumpOp.JLE, Width.W64, end, xdp.dataEnd()), present, absent);
    return found(builder, pointer);
  }

  /** The verifier follows a pointer only where its offset has a bound, and a small one. */
  private void boundExtra(FunctionBuilder builder, Node extra, Block absent) {
    long limit = MAX_OFFSET - position().offset() - target().size();
    if (Long.compareUnsigned(Ranges.max(extra), limit) <= 0) {
      return;
    }
    Block small = builder.newBlock(false);
    builder.branch(
        new Test.Compare(JumpOp.JLE, Width.W64, extra, Node.constant(limit)), small, absent);
    enter(builder, small);
  }

  @Override
  Found<T> assume(FunctionBuilder builder) {
    return found(builder, pointer(builder));
  }

  private Node pointer(FunctionBuilder builder) {
    U32 extra = position().extra();
    Node base = position().base();
    return extra == null ? base : builder.binary(AluOp.ADD, Width.W64, base, extra.node());
  }

  /** Further headers are reckoned from the pointer whose bounds were checked. */
  private Found<T> found(FunctionBuilder builder, Node pointer) {
    Position here = new Position(pointer, null, position().offset());
    return () -> target().maker().at(Address.here(builder, pointer, here.offset()), here);
  }
}
