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
import static io.bpf4j.isa.Register.R9;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.Helper;

/** Loops: counted, bounded by data, nested, without progress. */
final class Loops {
  private Loops() {}

  /** The family. */
  static void write(Sketch s) {
    switch (s.dice.below(11)) {
      case 8 -> sum(s);
      case 9 -> search(s);
      case 10 -> options(s);
      case 0, 1 -> counted(s);
      case 2 -> variable(s);
      case 3 -> overValue(s);
      case 4 -> nested(s);
      case 5 -> stuck(s);
      case 6 -> overStack(s);
      default -> calling(s);
    }
  }

  private static int rounds(Sketch s) {
    return s.dice.percent(85) ? s.dice.between(1, 40) : s.dice.between(100, 1500);
  }

  /** {@code for (i = 0; i < n; i++)}, tested at the top or the bottom, up or down. */
  private static void counted(Sketch s) {
    int rounds = rounds(s);
    Label top = s.label();
    switch (s.dice.below(4)) {
      case 0 -> {
        s.mov(R7, 0).bind(top);
        body(s);
        s.add(R7, 1).jump(s.slip() ? JumpOp.JSGT : JumpOp.JLT, R7, rounds, top);
      }
      case 1 -> {
        s.mov(R7, rounds).bind(top);
        body(s);
        s.add(R7, s.slip() ? 0 : -1).jump(JumpOp.JNE, R7, 0, top);
      }
      case 2 -> {
        Label end = s.label();
        s.mov(R7, 0).bind(top).jump(JumpOp.JGE, R7, rounds, end);
        body(s);
        if (!s.slip()) {
          s.add(R7, 1);
        }
        s.goTo(top).bind(end);
      }
      default -> {
        int step = s.dice.pickInt(2, 3, 7);
        s.mov(R7, 0).bind(top);
        body(s);
        JumpOp op = s.dice.percent(4) ? JumpOp.JNE : s.dice.pick(JumpOp.JLT, JumpOp.JSLT);
        s.add(R7, step).jump(op, R7, rounds, top);
      }
    }
    if (s.dice.percent(30)) {
      s.jump(JumpOp.JSLT, R7, s.dice.pickInt(0, 1, rounds), s.bad());
    }
  }

  private static void body(Sketch s) {
    switch (s.dice.below(5)) {
      case 0 -> s.mov(R8, R7).alu(AluOp.MUL, R8, 3);
      case 1 -> {
        Label skip = s.label();
        s.load(Size.W, R3, R6, 8).jump(JumpOp.JGT, R3, 10, skip).mov(R4, 1).bind(skip);
      }
      case 2 -> s.call(Helper.GET_PRANDOM_U32).jump(JumpOp.JEQ, R0, R7, s.out());
      case 3 ->
          s.mov(R3, R7)
              .alu(AluOp.AND, R3, 7)
              .mov(R4, R10)
              .add(R4, R3)
              .store(Size.B, R4, s.slip() ? -7 : -8, 0);
      default -> {}
    }
  }

  /** A bound that is not known, but limited. */
  private static void variable(Sketch s) {
    int most = rounds(s) & 63;
    Scalars.unknown(s, R8, false);
    if (!s.slip()) {
      s.jump(JumpOp.JGT, R8, most, s.out());
    }
    Label top = s.label();
    Label end = s.label();
    s.mov(R7, 0).bind(top).jump(s.dice.pick(JumpOp.JGE, JumpOp.JEQ), R7, R8, end);
    if (s.dice.percent(40)) {
      body(s);
    }
    s.add(R7, 1);
    if (s.dice.percent(30)) {
      s.jump(JumpOp.JLE, R7, most + 1, top);
    } else {
      s.goTo(top);
    }
    s.bind(end);
  }

  /** Walks over a map value by its index or by the pointer. */
  private static void overValue(Sketch s) {
    Maps.value(s, R9, MapKit.ARRAY);
    int rounds = s.slip() ? s.dice.pickInt(49, 7, 13) : s.dice.pickInt(48, 24, 12, 6);
    Size size = s.dice.pick(Size.values());
    int step = s.dice.percent(70) ? 48 / rounds : size.bytes();
    Label top = s.label();
    s.mov(R7, 0).bind(top);
    if (s.dice.percent(50)) {
      s.load(size, R3, R9, 0).add(R9, Math.max(1, step));
    } else {
      s.mov(R3, R7).alu(AluOp.MUL, R3, Math.max(1, step)).add(R3, R9).load(size, R4, R3, 0);
    }
    s.add(R7, 1).jump(JumpOp.JLT, R7, rounds, top);
  }

  private static void nested(Sketch s) {
    int outer = s.dice.between(1, 12);
    int inner = s.dice.between(1, 12);
    Label first = s.label();
    Label second = s.label();
    s.mov(R7, 0).bind(first);
    if (!s.slip()) {
      s.mov(R8, 0);
    }
    s.bind(second);
    if (s.dice.percent(50)) {
      body(s);
    }
    s.add(s.slip() ? R9 : R8, 1).jump(JumpOp.JLT, R8, inner, second);
    s.add(R7, s.slip() ? 0 : 1).jump(JumpOp.JLT, R7, outer, first);
  }

  /** Loops that may not end; some leave by chance, which proves nothing. */
  private static void stuck(Sketch s) {
    Label top = s.label();
    s.mov(R7, s.dice.between(0, 9)).mov(R8, 0).bind(top);
    switch (s.dice.below(6)) {
      case 0 -> s.call(Helper.GET_PRANDOM_U32).jump(JumpOp.JNE, R0, 7, top);
      case 1 -> s.jump(JumpOp.JLT, R7, s.dice.between(0, 9), top);
      case 2 -> s.alu(AluOp.XOR, R7, 1).jump(JumpOp.JNE, R7, s.dice.between(0, 9), top);
      case 3 -> s.alu(AluOp.RSH, R7, 1).jump(JumpOp.JNE, R7, 0, top);
      case 4 ->
          s.load(Size.W, R3, R6, 8)
              .add(R8, 1)
              .jump(JumpOp.JGT, R3, 5, s.out())
              .jump(JumpOp.JLT, R8, s.dice.pickInt(5, 50), top);
      default ->
          s.add(R7, 1)
              .alu(AluOp.AND, R7, s.dice.pickInt(3, 7, 255))
              .jump(JumpOp.JNE, R7, s.dice.pickInt(0, 5), top);
    }
  }

  /** Clears a buffer on the stack, then reads all of it. */
  private static void overStack(Sketch s) {
    int slots = s.dice.between(1, 16);
    Label top = s.label();
    s.mov(R7, 0).mov(R8, R10).add(R8, -8 * slots).bind(top);
    s.store(Size.DW, R8, 0, s.dice.percent(60) ? R7 : R6).add(R8, 8).add(R7, 1);
    s.jump(JumpOp.JLT, R7, slots + (s.slip() ? 1 : 0), top);
    s.load(Size.DW, R3, R10, -8).load(Size.DW, R4, R10, -8 * slots);
    if (s.dice.percent(50)) {
      s.jump(JumpOp.JNE, R4, 0, s.bad());
    }
  }

  /** Adds up small unknown numbers; the sum is an offset afterwards. */
  private static void sum(Sketch s) {
    Maps.value(s, R9, MapKit.WIDE_ARRAY);
    int rounds = s.dice.between(1, 12);
    int mask = s.dice.pickInt(1, 3, 7, 15);
    Label top = s.label();
    s.mov(R7, 0).mov(R8, 0).bind(top).call(Helper.GET_PRANDOM_U32).alu(AluOp.AND, R0, mask);
    s.add(R8, R0).add(R7, 1).jump(JumpOp.JLT, R7, rounds, top);
    if (s.slip()) {
      s.jump(JumpOp.JSGT, R8, mask * rounds - s.dice.below(2), s.bad());
    }
    int offset = MapKit.WIDE_ARRAY.valueSize() - 1 - mask * rounds + (s.slip() ? 1 : 0);
    s.add(R9, R8).load(Size.B, R3, R9, offset);
  }

  /** Looks for a byte in a value; where the loop was left is an index. */
  private static void search(Sketch s) {
    Maps.value(s, R9, MapKit.ARRAY);
    int length = s.dice.between(2, 47);
    Label top = s.label();
    Label found = s.label();
    s.mov(R7, 0).bind(top).mov(R3, R9).add(R3, R7).load(Size.B, R4, R3, 0);
    s.jump(s.dice.pick(JumpOp.JEQ, JumpOp.JGT), R4, 10, found).add(R7, 1);
    s.jump(s.slip() ? JumpOp.JNE : JumpOp.JLT, R7, length, top).bind(found);
    s.mov(R3, R9).add(R3, R7).load(Size.B, R4, R3, 47 - length + (s.slip() ? 1 : 0));
  }

  /** Walks over options of a packet, each of which tells its length. */
  private static void options(Sketch s) {
    if (!Sinks.hasPacket(s)) {
      sum(s);
      return;
    }
    Packet.load(s);
    Label top = s.label();
    s.mov(R9, 0).bind(top).point(R2, R7, 2);
    int more = Packet.check(s, R2, R8);
    s.load(Size.B, R3, R7, 1 + (s.slip() ? more + 1 : 0));
    if (s.dice.percent(60)) {
      s.jump(JumpOp.JLT, R3, 2, s.out());
    }
    if (s.dice.percent(50)) {
      s.alu(AluOp.AND, R3, s.dice.pickInt(15, 31, 63));
    }
    s.add(R7, R3).add(R9, 1).jump(JumpOp.JLT, R9, s.dice.between(2, 20), top);
    if (s.dice.percent(50)) {
      s.point(R2, R7, 8).jump(JumpOp.JGT, R2, R8, s.out()).load(Size.DW, R3, R7, s.near(0));
    }
  }

  /** A loop with a call of a subprogram in it. */
  private static void calling(Sketch s) {
    Label step =
        s.function(
            "step",
            f -> {
              f.mov(R0, R1);
              if (!f.slip()) {
                f.add(R0, 1);
              }
              f.done();
            });
    Label top = s.label();
    s.mov(R7, 0).bind(top).mov(R1, R7).mov(R2, 0).call(step).mov(R7, R0);
    s.jump(JumpOp.JLT, R7, s.dice.between(1, 60), top);
  }
}
