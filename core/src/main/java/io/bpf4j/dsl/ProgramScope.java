package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.uapi.Helper;
import java.util.HashMap;
import java.util.Map;

/**
 * The body of a program: it has a context, and can go on in another program.
 *
 * @param <P> the class itself
 */
public abstract sealed class ProgramScope<P extends ProgramScope<P>> extends Scope
    permits Xdp, SocketFilter, Tracepoint {
  private final Map<Integer, Node> contextFields = new HashMap<>();

  ProgramScope(Bpf bpf, FunctionBuilder builder) {
    super(bpf, builder);
  }

  Node context() {
    return builder().parameter(0);
  }

  /** A 4-byte field of the context that does not change: read once, at the start. */
  Node contextField(String name, int offset) {
    SourceLine asked = builder().line();
    at(name);
    Node field =
        contextFields.computeIfAbsent(
            offset, o -> builder().loadAtEntry(Size.W, context(), offset));
    builder().at(asked);
    return field;
  }

  /**
   * Goes on in another program, and does not come back; where the slot is empty, or the chain has
   * 33 programs already, it goes on here (kernel: MAX_TAIL_CALL_CNT).
   */
  public void tailCall(ProgArray<P> programs, U32 index) {
    bpf().requireOwn(programs);
    at("tailCall(" + programs.name() + ")");
    call(Helper.TAIL_CALL, context(), programs.address(builder()), index.node());
  }

  /**
   * Goes on in another program.
   *
   * @throws io.bpf4j.AssemblyException where the array has no such slot
   */
  public void tailCall(ProgArray<P> programs, int index) {
    programs.requireSlot(index);
    tailCall(programs, U32.of(index));
  }
}
