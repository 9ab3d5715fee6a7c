package io.bpf4j.verifier.step;

import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Width;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.domain.Comparison;
import io.bpf4j.verifier.domain.Comparison.Outcome;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import io.bpf4j.verifier.state.State;

/** Conditional jumps: which branches are possible, and what each one tells. */
final class JumpStep {
  /** Remembers another branch to walk later. */
  interface Fork {
    /** A copy of the current state that will be walked from {@code pc} on. */
    State fork(Path path, int pc);
  }

  private final Fork fork;

  JumpStep(Fork fork) {
    this.fork = fork;
  }

  /** The pc to go on with. */
  int jump(Path path, Jump jump) {
    int left = jump.dst().number();
    Reg right = right(path, jump);
    Reg reg = path.read(left);
    int target = path.pc() + 1 + jump.offset();
    int next = path.pc() + 1;
    Outcome outcome = decide(jump, reg, right);
    if (outcome != Outcome.EITHER) {
      if (reg.isScalar()) {
        path.requirePrecise(left);
      }
      if (jump.src() instanceof Register src && right.isScalar()) {
        path.requirePrecise(src.number());
      }
      return outcome == Outcome.ALWAYS ? target : next;
    }
    LinkedNumbers linked = linked(path, jump, reg, right);
    State jumps = fork.fork(path, target);
    refine(path, jump, jumps, linked);
    return next;
  }

  private static Reg right(Path path, Jump jump) {
    return jump.src() instanceof Imm imm
        ? Reg.constant(imm.value())
        : path.read(((Register) jump.src()).number());
  }

  private static Outcome decide(Jump jump, Reg left, Reg right) {
    if (PacketBounds.comparable(left, right) && jump.width() == Width.W64) {
      return PacketBounds.decide(jump.op(), left, right);
    }
    if (!left.isScalar() || !right.isScalar()) {
      return decideNull(jump, left, right);
    }
    return Comparison.decide(jump.op(), jump.width(), left.var(), right.var());
  }

  /** A pointer that cannot be null, compared with null. */
  private static Outcome decideNull(Jump jump, Reg left, Reg right) {
    Reg number = isConstant(right, jump.width()) ? right : left;
    Reg pointer = number == right ? left : right;
    boolean tells =
        isConstant(number, jump.width())
            && pointer.isKnownNotNull()
            && (jump.width() == Width.W64
                ? number.var().value() == 0
                : (int) number.var().value() == 0);
    if (!tells) {
      return Outcome.EITHER;
    }
    return switch (jump.op()) {
      case JEQ -> Outcome.NEVER;
      case JNE -> Outcome.ALWAYS;
      default -> Outcome.EITHER;
    };
  }

  private static boolean isConstant(Reg reg, Width width) {
    return reg.isScalar()
        && (width == Width.W64 ? reg.var().isConstant() : reg.var().isLowConstant());
  }

  /** The numbers that hang together with those compared, noted before the paths part. */
  private static LinkedNumbers linked(Path path, Jump jump, Reg left, Reg right) {
    LinkedNumbers linked = new LinkedNumbers();
    boolean byRegister = jump.src() instanceof Register;
    if (byRegister && right.isScalar() && right.id() != 0) {
      linked.collect(path, right.id());
    }
    if (left.isScalar() && left.id() != 0) {
      linked.collect(path, left.id());
    }
    int pointers =
        (left.kind() == RegKind.STACK ? 1 : 0)
            | (byRegister && right.kind() == RegKind.STACK ? 2 : 0);
    if (linked.places().length > 1 || pointers != 0) {
      int[] places = linked.places().length > 1 ? linked.places() : new int[0];
      path.state().history().addComparison(path.pc(), path.previous(), pointers, places);
    }
    return linked;
  }

  private static void refine(Path path, Jump jump, State jumps, LinkedNumbers linked) {
    State falls = path.state();
    int leftNo = jump.dst().number();
    Reg left = falls.reg(leftNo);
    boolean byRegister = jump.src() instanceof Register;
    int rightNo = byRegister ? ((Register) jump.src()).number() : -1;
    Reg right = byRegister ? falls.reg(rightNo) : Reg.constant(((Imm) jump.src()).value());
    if (left.isScalar() && right.isScalar()) {
      refineNumbers(jump, falls, left, right, leftNo, rightNo, false);
      refineNumbers(jump, jumps, left, right, leftNo, rightNo, true);
      for (State state : new State[] {falls, jumps}) {
        if (byRegister && state.reg(rightNo).id() != 0) {
          linked.spread(state, state.reg(rightNo));
        }
        if (state.reg(leftNo).id() != 0) {
          linked.spread(state, state.reg(leftNo));
        }
      }
      return;
    }
    if (jump.width() == Width.W32) {
      return;
    }
    refinePointers(jump, falls, jumps, left, right, leftNo, rightNo);
  }

  private static void refineNumbers(
      Jump jump, State state, Reg left, Reg right, int leftNo, int rightNo, boolean holds) {
    if (leftNo == rightNo) {
      Scalar refined = Comparison.refineSelf(jump.op(), jump.width(), left.var(), holds);
      state.set(leftNo, left.withVar(refined));
      return;
    }
    Comparison.Refined refined =
        Comparison.refine(jump.op(), jump.width(), left.var(), right.var(), holds);
    state.set(leftNo, left.withVar(refined.left()));
    if (rightNo >= 0) {
      state.set(rightNo, right.withVar(refined.right()));
    }
  }

  private static void refinePointers(
      Jump jump, State falls, State jumps, Reg left, Reg right, int leftNo, int rightNo) {
    boolean equality = jump.op() == JumpOp.JEQ || jump.op() == JumpOp.JNE;
    if (rightNo < 0) {
      if (equality && left.maybeNull() && right.isNull()) {
        boolean jumpsNull = jump.op() == JumpOp.JEQ;
        NullChecks.resolve(falls, left.id(), !jumpsNull);
        NullChecks.resolve(jumps, left.id(), jumpsNull);
      }
      return;
    }
    if (equality
        && left.isPointer()
        && right.isPointer()
        && left.maybeNull() != right.maybeNull()) {
      // Equal to a pointer that is not null: not null either. The kernel forgets to tell its
      // copies.
      State equal = jump.op() == JumpOp.JEQ ? jumps : falls;
      int number = left.maybeNull() ? leftNo : rightNo;
      equal.set(number, equal.reg(number).notNull());
    }
    PacketBounds.refine(jump.op(), falls, jumps, leftNo, rightNo);
  }
}
