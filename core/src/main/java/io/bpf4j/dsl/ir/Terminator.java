package io.bpf4j.dsl.ir;

import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.isa.Width;
import java.util.List;

/** How a block ends. */
public sealed interface Terminator {
  /** Where it may go, in order; a block that is there twice counts twice. */
  List<Block> successors();

  /** What it reads. */
  List<Node> operands();

  /** Who asked for it. */
  SourceLine line();

  /** The same with one target exchanged. */
  Terminator retargeted(Block from, Block to);

  /** Goes on elsewhere. */
  record Goto(Block target, SourceLine line) implements Terminator {
    @Override
    public List<Block> successors() {
      return List.of(target);
    }

    @Override
    public List<Node> operands() {
      return List.of();
    }

    @Override
    public Terminator retargeted(Block from, Block to) {
      return target == from ? new Goto(to, line) : this;
    }
  }

  /** Goes one way where the comparison holds, else the other. */
  record Branch(JumpOp op, Width width, Node left, Node right, Block yes, Block no, SourceLine line)
      implements Terminator {
    @Override
    public List<Block> successors() {
      return List.of(yes, no);
    }

    @Override
    public List<Node> operands() {
      return List.of(left.resolved(), right.resolved());
    }

    @Override
    public Terminator retargeted(Block from, Block to) {
      return new Branch(op, width, left, right, yes == from ? to : yes, no == from ? to : no, line);
    }
  }

  /** Returns a value from the function. */
  record Return(Node value, SourceLine line) implements Terminator {
    @Override
    public List<Block> successors() {
      return List.of();
    }

    @Override
    public List<Node> operands() {
      return List.of(value.resolved());
    }

    @Override
    public Terminator retargeted(Block from, Block to) {
      return this;
    }
  }
}
