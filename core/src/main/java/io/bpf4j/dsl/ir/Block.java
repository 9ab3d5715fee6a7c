package io.bpf4j.dsl.ir;

import java.util.ArrayList;
import java.util.List;

/** Nodes that run one after the other. Compared by identity. */
public final class Block {
  private final int id;
  private final int loopDepth;
  private final boolean cold;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Block> predecessors = new ArrayList<>();
  private Terminator terminator;

  /**
   * @param id its number, for messages
   * @param loopDepth how many loops are around it
   * @param cold whether it belongs out of the way, at the end of the function
   */
  public Block(int id, int loopDepth, boolean cold) {
    this.id = id;
    this.loopDepth = loopDepth;
    this.cold = cold;
  }

  /** How many loops are around it. */
  public int loopDepth() {
    return loopDepth;
  }

  /** Whether it belongs out of the way, at the end of the function. */
  public boolean isCold() {
    return cold;
  }

  /** Its nodes, phis first; a live list. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The blocks that go here, one entry an edge; the order of phi operands. A live list. */
  public List<Block> predecessors() {
    return predecessors;
  }

  /** How it ends; null while it is being built. */
  public Terminator terminator() {
    return terminator;
  }

  /** Sets how it ends; the predecessors of the targets are the caller's matter. */
  public void terminate(Terminator end) {
    terminator = end;
  }

  /** Its phis, in order. */
  public List<Node> phis() {
    return nodes.stream().filter(node -> node.kind() == Operation.Kind.PHI).toList();
  }

  @Override
  public String toString() {
    return "B" + id;
  }
}
