package io.bpf4j.dsl.ir;

import io.bpf4j.isa.SourceLine;
import java.util.ArrayList;
import java.util.List;

/** One value, or one effect, of a function. Compared by identity. */
public final class Node {
  private final Operation operation;
  private final List<Node> operands;
  private final SourceLine line;
  private Node replacement;

  Node(Operation operation, List<Node> operands, SourceLine line) {
    this.operation = operation;
    this.operands = new ArrayList<>(operands);
    this.line = line;
  }

  /** A number; belongs to no function. */
  public static Node constant(long value) {
    return new Node(new Operation.Constant(value), List.of(), null);
  }

  /** What it does. */
  public Operation operation() {
    return operation;
  }

  /** Which record its operation is. */
  public Operation.Kind kind() {
    return operation.kind();
  }

  /** Its operands, replacements followed; a live list. */
  public List<Node> operands() {
    operands.replaceAll(Node::resolved);
    return operands;
  }

  /** The operand at an index, replacement followed. */
  public Node operand(int index) {
    return operands.get(index).resolved();
  }

  /** Who asked for it; null for floating nodes. */
  public SourceLine line() {
    return line;
  }

  /** Whether it is a number. */
  public boolean isConstant() {
    return kind() == Operation.Kind.CONSTANT;
  }

  /** Whether it is this number. */
  public boolean isConstant(long value) {
    return isConstant() && constantValue() == value;
  }

  /** The number that it is. */
  public long constantValue() {
    return ((Operation.Constant) operation).value();
  }

  /** This node, or what stands for it now. */
  public Node resolved() {
    Node node = this;
    while (node.replacement != null) {
      node = node.replacement;
    }
    return node;
  }

  /** Lets another node stand wherever this one does. */
  public void replaceBy(Node other) {
    if (other.resolved() == this) {
      throw new IllegalArgumentException("a node cannot replace itself");
    }
    replacement = other;
  }

  @Override
  public String toString() {
    return operation.toString();
  }
}
