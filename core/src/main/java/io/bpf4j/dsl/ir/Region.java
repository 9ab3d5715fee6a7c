package io.bpf4j.dsl.ir;

import io.bpf4j.AssemblyException;
import io.bpf4j.isa.SourceLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A body of the program text: the function, a branch, a loop. What is computed in a body may be
 * used there and in the bodies inside it, and nowhere else: elsewhere it may not have run.
 */
public final class Region {
  /** A computation that need not be made twice. */
  record Computation(Operation operation, List<Node> operands) {}

  private final Region outer;
  private final int loopDepth;
  private final Map<Computation, Node> computed = new HashMap<>();
  private boolean open = true;

  Region(Region outer, boolean loop) {
    this.outer = outer;
    this.loopDepth = (outer == null ? 0 : outer.loopDepth) + (loop ? 1 : 0);
  }

  Region outer() {
    return outer;
  }

  int loopDepth() {
    return loopDepth;
  }

  void close() {
    open = false;
  }

  /**
   * Requires that the body has not ended.
   *
   * @param what was made in it
   * @param user who uses that now
   * @throws AssemblyException where the body has ended
   */
  public void requireOpen(String what, SourceLine user) {
    if (!open) {
      throw new AssemblyException(
          user.file(),
          user.line(),
          what
              + " belongs to a body that has ended, and that may not have run: move its use inside,"
              + " or carry a number out in a var that is declared before that body");
    }
  }

  /** What was computed here or further out; null where nothing was. */
  Node find(Computation computation) {
    for (Region region = this; region != null; region = region.outer) {
      Node node = region.computed.get(computation);
      if (node != null) {
        return node;
      }
    }
    return null;
  }

  void remember(Computation computation, Node node) {
    computed.put(computation, node);
  }
}
