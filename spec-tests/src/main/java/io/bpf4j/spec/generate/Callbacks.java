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
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;

/** Loops that count themselves: by may_goto, or by a helper that calls a function. */
final class Callbacks {
  private Callbacks() {}

  /** The family of callbacks. */
  static void write(Sketch s) {
    prepare(s);
    int count = s.dice.percent(25) ? 2 : 1;
    for (int i = 0; i < count; i++) {
      if (s.dice.percent(70)) {
        loop(s);
      } else {
        forEach(s);
      }
      after(s);
    }
  }

  /** R7 a number, R8 a pointer to a value, R9 unknown; the stack from -8 to -32 zero. */
  private static void prepare(Sketch s) {
    Maps.value(s, R8, MapKit.ARRAY);
    Scalars.unknown(s, R9, false);
    s.mov(R7, s.dice.between(0, 3));
    for (int at = -32; at < 0; at += 8) {
      s.store(Size.DW, R10, at, 0);
    }
    if (s.dice.percent(30)) {
      s.store(Size.DW, R10, -16, s.dice.pick(R7, R8, R9));
    }
  }

  private static void loop(Sketch s) {
    Label body = s.function("body", f -> body(f, 2));
    switch (s.dice.below(4)) {
      case 0 -> s.mov(R1, s.dice.pickInt(0, 1, 2, 5));
      case 1 -> s.mov(R1, s.dice.pickInt(100, 1 << 23, -1));
      case 2 -> s.mov(R1, R9);
      default -> s.mov(R1, R9).alu(AluOp.AND, R1, s.dice.pickInt(1, 3, 255));
    }
    argument(s, body);
    s.mov(R4, 0).call(Helper.LOOP);
  }

  private static void forEach(Sketch s) {
    MapSpec map = s.slip() ? s.dice.pick(MapKit.ALL) : s.dice.pick(MapKit.ARRAY, MapKit.HASH);
    Label body = s.function("each", f -> each(f, map));
    s.map(R1, map);
    argument(s, body);
    s.mov(R4, 0).call(Helper.FOR_EACH_MAP_ELEM);
  }

  /** The function and what it gets: the stack, or null. */
  private static void argument(Sketch s, Label body) {
    if (s.slip()) {
      s.mov(R2, s.dice.pick(R8, R7));
    } else {
      s.address(R2, body);
      if (s.slip()) {
        s.alu(AluOp.ADD, R2, s.dice.pickInt(-8, 8));
      }
    }
    if (s.dice.percent(75)) {
      s.point(R3, R10, s.dice.pickInt(-8, -16, -32));
    } else {
      s.mov(R3, s.slip() ? R8 : R7).mov(R3, s.slip() ? 1 : 0);
    }
  }

  /** What a loop's function does with its context in a register. */
  private static void body(Sketch s, int contextIn) {
    Register context = s.dice.pick(R6, R7);
    s.mov(context, Register.of(contextIn)).mov(R8, R1);
    if (context == R7) {
      s.mov(R6, 0);
    }
    int count = s.dice.between(0, 3);
    for (int i = 0; i < count; i++) {
      step(s, context);
    }
    result(s);
  }

  private static void step(Sketch s, Register context) {
    switch (s.dice.below(8)) {
      case 0 -> s.load(Size.DW, R2, context, s.slip() ? 8 : 0);
      case 1 -> s.load(Size.DW, R2, context, 0).add(R2, 1).store(Size.DW, context, 0, R2);
      case 2 -> s.mov(R2, s.dice.pickInt(0, 1, 7)).store(Size.DW, context, 0, R2);
      case 3 -> {
        s.load(Size.DW, R2, context, 0);
        s.jump(JumpOp.JGT, R2, s.dice.pickInt(3, 10), s.out());
        s.add(R2, 1).store(Size.DW, context, 0, R2);
      }
      case 4 -> {
        // The number of the round is not known.
        s.alu(AluOp.AND, R8, s.slip() ? 63 : 7).mov(R3, R10).add(R3, R8);
        s.store(Size.DW, R10, -8, 0).store(Size.DW, R10, -16, 0).load(Size.B, R4, R3, -16);
      }
      case 5 -> s.call(Helper.GET_PRANDOM_U32).jump(JumpOp.JEQ, R0, 3, s.out());
      case 6 -> s.store(Size.DW, R10, s.dice.pickInt(-8, -64, -128), 1);
      default -> {
        if (s.dice.percent(30)) {
          s.mov(R2, R10).store(Size.DW, context, 0, s.slip() ? R10 : R8);
        }
      }
    }
  }

  private static void each(Sketch s, MapSpec map) {
    s.mov(R6, R4).mov(R7, R3).mov(R8, R2);
    int count = s.dice.between(0, 3);
    for (int i = 0; i < count; i++) {
      switch (s.dice.below(6)) {
        case 0 -> s.load(Size.W, R2, R8, s.slip() ? map.keySize() : 0);
        case 1 -> s.load(Size.B, R2, R7, s.slip() ? map.valueSize() : map.valueSize() - 1);
        case 2 -> s.store(Size.B, R7, 0, 1);
        case 3 -> {
          if (s.slip()) {
            s.store(Size.W, R8, 0, 1);
          }
        }
        case 4 ->
            s.load(Size.B, R2, R8, 0).alu(AluOp.AND, R2, 3).add(R7, R2).load(Size.B, R3, R7, 0);
        default -> s.mov(R1, R1).mov(R2, R8).call(Helper.MAP_LOOKUP_ELEM);
      }
    }
    result(s);
  }

  private static void result(Sketch s) {
    if (s.dice.percent(60)) {
      s.mov(R0, s.slip() ? s.dice.pickInt(2, -1) : s.dice.pickInt(0, 0, 1)).done();
    } else if (s.dice.percent(50)) {
      s.call(Helper.GET_PRANDOM_U32);
      if (!s.slip()) {
        s.alu(AluOp.AND, R0, 1);
      }
      s.done();
    }
  }

  /** What is known when the loop is over. */
  private static void after(Sketch s) {
    switch (s.dice.below(7)) {
      case 0 -> s.jump(JumpOp.JNE, R7, s.dice.between(0, 3), s.out()).load(Size.B, R2, R8, 0);
      case 1 ->
          s.load(Size.DW, R2, R10, -8)
              .jump(JumpOp.JGT, R2, 47, s.out())
              .add(R8, R2)
              .load(Size.B, R3, R8, 0);
      case 2 -> s.load(Size.DW, R2, R10, -8).add(R8, R2).load(Size.B, R3, R8, 0);
      case 3 -> s.jump32(JumpOp.JSGT, R0, new Imm(1 << 23), s.slip() ? s.bad() : s.out());
      case 4 -> s.load(Size.DW, R2, R10, -16).load(Size.DW, R3, R10, -24);
      default -> {}
    }
  }

  /** The family of may_goto. */
  static void mayGoto(Sketch s) {
    prepare(s);
    Label top = s.label();
    Label end = s.label();
    s.bind(top);
    boolean first = s.dice.percent(60);
    if (first) {
      s.with(new Branch(new MayGoto((short) 0), end));
    }
    int count = s.dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      round(s);
    }
    if (!first && !s.slip()) {
      s.with(new Branch(new MayGoto((short) 0), end));
    }
    if (s.dice.percent(20)) {
      s.jump(JumpOp.JLT, R7, s.dice.pickInt(10, 1000), top);
    } else {
      s.goTo(top);
    }
    s.bind(end);
    after(s);
  }

  private static void round(Sketch s) {
    switch (s.dice.below(9)) {
      case 0, 1 -> s.add(R7, 1);
      case 2 ->
          s.jump(JumpOp.JGE, R7, s.slip() ? 48 : 40, s.out())
              .mov(R2, R8)
              .add(R2, R7)
              .load(Size.B, R3, R2, 0);
      case 3 -> s.load(Size.DW, R2, R10, -8).add(R2, 1).store(Size.DW, R10, -8, R2);
      case 4 ->
          s.load(Size.DW, R2, R10, -8)
              .jump(JumpOp.JGT, R2, 40, s.out())
              .mov(R3, R8)
              .add(R3, R2)
              .load(Size.B, R3, R3, 0);
      case 5 -> s.call(Helper.GET_PRANDOM_U32).mov(R9, R0);
      case 6 -> s.mov(R2, R9).alu(AluOp.AND, R2, 7).jump(JumpOp.JEQ, R2, 3, s.out());
      case 7 -> {
        if (s.dice.percent(30)) {
          s.add(R8, s.slip() ? 1 : 0);
        }
      }
      default ->
          s.alu(AluOp.AND, R7, s.dice.pickInt(7, 31))
              .mov(R2, R8)
              .add(R2, R7)
              .load(Size.B, R3, R2, 0);
    }
  }
}
