package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;

/** Control flow: dead code, odd jumps, joins where registers differ. */
final class Flow {
  private Flow() {}

  /** The family. */
  static void write(Sketch s) {
    Scalars.unknown(s, R7, true);
    s.mov(R8, s.dice.between(0, 3));
    int count = s.dice.between(1, 4);
    for (int i = 0; i < count; i++) {
      switch (s.dice.below(10)) {
        case 0, 1 -> differ(s);
        case 2 -> decided(s);
        case 3 -> ladder(s);
        case 4 -> unreachable(s);
        case 5 -> odd(s);
        case 6 -> returns(s);
        case 7 -> longJump(s);
        case 8 -> back(s);
        default -> initialised(s);
      }
    }
  }

  /** Two ways leave different kinds in one register. */
  private static void differ(Sketch s) {
    Label other = s.label();
    Label join = s.label();
    s.jump(s.dice.pick(JumpOp.values()), R7, s.dice.between(0, 50), other);
    set(s, R3);
    s.goTo(join).bind(other);
    set(s, R3);
    s.bind(join);
    switch (s.dice.below(3)) {
      case 0 -> s.load(Size.DW, R4, R3, -8);
      case 1 -> s.alu(AluOp.AND, R3, 7);
      default -> s.mov(R4, R3);
    }
  }

  private static void set(Sketch s, Register r) {
    switch (s.dice.below(12)) {
      case 0 -> s.mov(r, R6);
      case 1, 2, 3, 4, 5 -> s.store(Size.DW, R10, -8, 0).mov(r, R10);
      case 6 -> {}
      case 7 -> s.point(r, R10, -504);
      default -> s.mov(r, s.dice.between(0, 9));
    }
  }

  /** A jump that always goes one way. */
  private static void decided(Sketch s) {
    JumpOp op = s.dice.pick(JumpOp.values());
    int value = s.dice.between(0, 4);
    Label skip = s.label();
    s.mov(R3, s.dice.between(0, 4));
    if (s.dice.percent(50)) {
      s.jump(op, R3, value, skip);
    } else {
      s.mov(R4, value);
      s.jump32(op, R3, s.dice.percent(50) ? R4 : new Imm(value), skip);
    }
    if (s.dice.percent(30)) {
      s.load(Size.DW, R0, R10, 16);
    }
    s.bind(skip);
  }

  /** A switch over a number. */
  private static void ladder(Sketch s) {
    int rungs = s.dice.between(2, 8);
    Label end = s.label();
    for (int i = 0; i < rungs; i++) {
      Label next = s.label();
      s.jump(s.dice.pick(JumpOp.JNE, JumpOp.JGT), R7, i * 3, next);
      s.mov(R4, i);
      if (s.dice.percent(70)) {
        s.goTo(end);
      }
      s.bind(next);
    }
    if (!s.slip()) {
      s.mov(R4, 0);
    }
    s.bind(end).mov(R3, R4);
  }

  private static void unreachable(Sketch s) {
    Label over = s.label();
    if (s.slip()) {
      s.goTo(over);
      s.mov(R3, 1);
      s.bind(over);
    } else {
      // Never taken, but reachable to a graph.
      s.mov(R4, 0).jump(JumpOp.JEQ, R4, 0, over).load(Size.DW, R3, R0, 0).bind(over);
    }
    s.mov(R3, 0);
  }

  /** Jumps past the end, before the start, into a 64-bit immediate. */
  private static void odd(Sketch s) {
    if (!s.slip()) {
      s.with(new Jump(JumpOp.JEQ, Width.W64, R7, new Imm(0), (short) 0));
      return;
    }
    switch (s.dice.below(4)) {
      case 0 -> {
        s.with(new Jump(JumpOp.JEQ, Width.W64, R7, new Imm(0), (short) 1));
        s.wide(R3, s.dice.wideConstant());
      }
      case 1 -> s.with(new Jump(JumpOp.JGT, Width.W32, R7, new Imm(3), (short) 1000));
      case 2 -> s.with(new Jump(JumpOp.JGT, Width.W32, R7, new Imm(3), (short) -1000));
      default -> s.with(new Goto(s.dice.pickInt(-1, 500, -32768), s.dice.percent(50)));
    }
  }

  private static void returns(Sketch s) {
    Label go = s.label();
    s.jump(JumpOp.JGT, R7, 100 + s.dice.below(4), go);
    switch (s.slip() ? s.dice.below(4) : 4) {
      case 0 -> s.mov(R0, R10);
      case 1 -> s.mov(R0, R6);
      case 2 -> s.mov(R0, R2);
      case 3 -> {}
      default -> s.mov(R0, 1);
    }
    s.exit().bind(go);
  }

  private static void longJump(Sketch s) {
    Label there = s.label();
    s.with(new io.bpf4j.isa.Branch(new Goto(0, true), there));
    if (s.slip()) {
      s.mov(R3, 1);
    }
    s.bind(there);
  }

  /** Code laid out backwards. */
  private static void back(Sketch s) {
    Label second = s.label();
    Label first = s.label();
    Label third = s.label();
    s.goTo(first).bind(second).mov(R4, s.slip() ? R1 : R3).goTo(third);
    s.bind(first).mov(R3, 2).goTo(second).bind(third);
    if (s.dice.percent(20)) {
      s.with(new MayGoto((short) s.dice.pickInt(0, 0, 1)));
      s.mov(R3, 2);
    }
  }

  /** A register that is set where one condition holds, and read where another does. */
  private static void initialised(Sketch s) {
    Label skip = s.label();
    Label end = s.label();
    int bound = s.dice.between(3, 9);
    s.jump(JumpOp.JGT, R7, bound, skip).mov(R2, 5).bind(skip);
    s.jump(s.slip() ? JumpOp.JGE : JumpOp.JGT, R7, bound, end).mov(R4, R2).bind(end);
    s.mov(R1, R8);
  }
}
