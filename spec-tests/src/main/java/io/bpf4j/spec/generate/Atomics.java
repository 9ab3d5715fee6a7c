package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R5;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.ProgramType;

/** Atomic operations on the stack, on map values and where they are not allowed. */
final class Atomics {
  private Atomics() {}

  /** The family: a few operations, each result used. */
  static void write(Sketch s) {
    Maps.value(s, R7, s.dice.pick(MapKit.ARRAY, MapKit.HASH, MapKit.SMALL_ARRAY));
    s.store(Size.DW, R10, -8, s.dice.constant()).store(Size.DW, R10, -16, 0);
    Scalars.unknown(s, R8, true);
    s.mov(R0, s.dice.constant());
    int count = s.dice.between(1, 4);
    for (int i = 0; i < count; i++) {
      operation(s);
    }
  }

  private static void operation(Sketch s) {
    AtomicOp op = s.dice.pick(AtomicOp.values());
    Size size = op.isOrderedAccess() ? s.dice.pick(Size.values()) : s.dice.pick(Size.W, Size.DW);
    Register base = s.dice.percent(50) ? R10 : R7;
    int offset = base == R10 ? s.dice.pickInt(-8, -16) : 0;
    if (s.slip()) {
      offset += s.dice.pickInt(1, 2, 4, -4, -520, 48, 8);
    }
    Register src = s.dice.pick(R8, R8, R8, R4);
    if (src == R4 || s.dice.percent(30)) {
      s.mov(src, s.dice.constant());
    }
    if (s.slip()) {
      src = s.dice.pick(R7, R10, R5, R6);
    }
    if (s.slip() || s.dice.percent(4)) {
      base = s.dice.pick(R6, R8, R5);
      if (base == R5 && s.is(ProgramType.XDP)) {
        s.load(Size.W, R5, R6, 0).load(Size.W, R3, R6, 4).mov(R2, R5).add(R2, 8);
        s.jump(JumpOp.JGT, R2, R3, s.out());
      }
    }
    s.with(new Atomic(op, size, base, (short) offset, src));
    if (op.fetches() && s.dice.percent(50)) {
      Register result = op == AtomicOp.CMPXCHG ? R0 : src;
      if (s.dice.percent(60)) {
        s.alu(AluOp.AND, result, s.dice.pickInt(3, 7)).mov(R3, R7).add(R3, result);
        s.load(Size.B, R4, R3, s.near(0));
      } else {
        s.jump(JumpOp.JGT, result, 7, s.out()).mov(R3, R10).add(R3, result);
        s.load(Size.B, R4, R3, -16);
      }
      s.mov(R8, 3);
    }
    if (base == R10 && s.dice.percent(30)) {
      s.load(Size.DW, R3, R10, -8).jump(JumpOp.JGT, R3, 7, s.out());
      s.mov(R4, R7).add(R4, R3).load(Size.B, R5, R4, 0);
    }
  }
}
