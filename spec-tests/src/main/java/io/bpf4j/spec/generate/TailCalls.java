package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;

import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;

/** Tail calls, and where they meet subprograms. */
final class TailCalls {
  private TailCalls() {}

  /** The family. */
  static void write(Sketch s) {
    switch (s.dice.below(5)) {
      case 0, 1 -> plain(s);
      case 2, 3 -> inSubprogram(s);
      default -> after(s);
    }
  }

  private static void tailCall(Sketch s) {
    MapSpec map = s.slip() ? s.dice.pick(MapKit.ALL) : MapKit.PROGRAMS;
    if (s.dice.percent(50)) {
      s.mov(R3, s.dice.pickInt(0, 1, 7, 8, -1));
    } else {
      s.load(Size.W, R3, R6, 8);
    }
    s.map(R2, map);
    s.mov(R1, R6);
    if (s.slip()) {
      s.mov(s.dice.pick(R1, R2, R3), s.dice.pick(R10, R7, R6));
    }
    s.call(Helper.TAIL_CALL);
  }

  private static void plain(Sketch s) {
    s.mov(R7, 1);
    if (s.dice.percent(50)) {
      s.store(Size.DW, R10, -s.dice.pickInt(8, 256, 264, 512), 0);
    }
    tailCall(s);
    if (s.slip()) {
      s.mov(R2, s.dice.pick(R0, R1));
    }
    s.jump(JumpOp.JNE, R7, 1, s.bad());
  }

  /** A caller's stack is limited where its callees make tail calls. */
  private static void inSubprogram(Sketch s) {
    int own = s.dice.pickInt(8, 128, 224, 248, 256, 256, 264, 320);
    int its = s.dice.pickInt(8, 8, 64, 248, 256, 264);
    Label jumper = s.label();
    s.store(Size.DW, R10, -own, 0);
    boolean direct = s.dice.percent(60);
    if (direct) {
      s.mov(R1, R6).call(jumper);
    } else {
      Label middle =
          s.function(
              "middle",
              f -> {
                f.store(Size.DW, R10, -f.dice.pickInt(8, 16, 64), 1);
                f.call(jumper);
              });
      s.mov(R1, R6).call(middle);
    }
    s.define(
        jumper,
        f -> {
          f.mov(R6, R1).mov(R7, 0).store(Size.DW, R10, -its, 0);
          tailCall(f);
        });
    if (s.dice.percent(30)) {
      tailCall(s);
    }
  }

  /** What holds after a tail call that fell through. */
  private static void after(Sketch s) {
    Maps.value(s, R7, MapKit.ARRAY);
    tailCall(s);
    s.load(Size.DW, R0, R7, s.near(40));
    if (s.slip()) {
      s.jump(JumpOp.JEQ, R1, 0, s.out());
    }
  }
}
