package io.bpf4j.dsl.ir;

import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Width;

/** What a branch depends on: comparisons, joined with short circuit. */
public sealed interface Test {
  /** The condition that holds where this one does not. */
  Test negated();

  /** Always, or never. */
  record Known(boolean holds) implements Test {
    @Override
    public Test negated() {
      return new Known(!holds);
    }
  }

  /** {@code left op right}. */
  record Compare(JumpOp op, Width width, Node left, Node right) implements Test {
    @Override
    public Test negated() {
      return new Compare(op.negated(), width, left, right);
    }
  }

  /** Both. */
  record And(Test first, Test second) implements Test {
    @Override
    public Test negated() {
      return new Or(first.negated(), second.negated());
    }
  }

  /** At least one. */
  record Or(Test first, Test second) implements Test {
    @Override
    public Test negated() {
      return new And(first.negated(), second.negated());
    }
  }
}
