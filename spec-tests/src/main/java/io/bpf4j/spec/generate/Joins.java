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
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.Helper;

/**
 * Paths that meet with different states, and a use that is right on one of them or on both: a
 * verifier that takes one path for the other is found out. R7 points to a map value of 48 bytes, R8
 * is an unknown number, R9 is what differs.
 */
final class Joins {
  private static final int VALUE = MapKit.ARRAY.valueSize();

  private Joins() {}

  /** The family: one or two joins, each with something between it and the use. */
  static void write(Sketch s) {
    Maps.value(s, R7, MapKit.ARRAY);
    Scalars.unknown(s, R8, true);
    int count = s.dice.between(1, 2);
    for (int i = 0; i < count; i++) {
      switch (s.dice.below(11)) {
        case 0, 1 -> constants(s);
        case 2 -> ranges(s);
        case 3 -> pointers(s);
        case 4, 5 -> slots(s);
        case 6 -> links(s);
        case 7 -> records(s);
        case 8 -> maps(s);
        case 9 -> sums(s);
        default -> nulls(s);
      }
    }
  }

  private static void either(Sketch s, Runnable first, Runnable second) {
    Label other = s.label();
    Label join = s.label();
    s.jump(s.dice.pick(JumpOp.values()), R8, s.dice.between(0, 60), other);
    boolean swapped = s.dice.percent(50);
    (swapped ? second : first).run();
    s.goTo(join).bind(other);
    (swapped ? first : second).run();
    s.bind(join);
    between(s);
  }

  /** Branches, a loop or a call before the use: places where states are compared. */
  private static void between(Sketch s) {
    int count = s.dice.below(3);
    for (int i = 0; i < count; i++) {
      switch (s.dice.below(5)) {
        case 0 -> {
          Label skip = s.label();
          s.load(Size.W, R4, R6, 8 + 4 * s.dice.below(2)).jump(JumpOp.JEQ, R4, 3, skip);
          s.mov(R4, s.dice.below(3)).bind(skip);
        }
        case 1 -> {
          Label top = s.label();
          s.mov(R4, 0).bind(top).add(R4, 1).jump(JumpOp.JLT, R4, s.dice.between(1, 4), top);
        }
        case 2 -> s.call(s.function("nothing", f -> f.mov(R0, 0)));
        case 3 -> s.call(Helper.GET_PRANDOM_U32).jump(JumpOp.JEQ, R0, 0, s.out());
        default -> s.mov(R3, 0);
      }
    }
  }

  /** A number near the end of the value: wrong ones are rare. */
  private static int inside(Sketch s, int size) {
    return s.slip() ? VALUE - size + s.dice.pickInt(1, 2, 8) : VALUE - size - s.dice.below(3);
  }

  private static void use(Sketch s, Register number, Size size) {
    s.mov(R3, R7).add(R3, number).load(size, R4, R3, 0);
  }

  private static void constants(Sketch s) {
    Size size = s.dice.pick(Size.values());
    int one = inside(s, size.bytes());
    int other = inside(s, size.bytes());
    either(s, () -> s.mov(R9, one), () -> s.mov(R9, other));
    if (s.dice.percent(30)) {
      s.jump(JumpOp.JGT, R9, Math.max(one, other) - (s.slip() ? 1 : 0), s.bad());
    }
    use(s, R9, size);
  }

  private static void ranges(Sketch s) {
    int mask = s.dice.pickInt(7, 15, 31);
    either(
        s,
        () -> s.mov(R9, R8).alu(AluOp.AND, R9, s.slip() ? 63 : mask),
        () -> {
          if (s.dice.percent(50)) {
            s.mov(R9, s.slip() ? 48 : s.dice.below(48));
          } else {
            s.load(Size.B, R9, R7, 0).alu32(AluOp.AND, R9, s.slip() ? -1 : 31);
          }
        });
    use(s, R9, Size.B);
  }

  private static void pointers(Sketch s) {
    int one = s.dice.pickInt(0, 8, 40);
    int other = s.slip() ? 41 : s.dice.pickInt(0, 16, 40);
    either(
        s,
        () -> s.mov(R9, R7).add(R9, one),
        () -> {
          if (s.slip()) {
            s.mov(R9, s.dice.pick(R10, R6)).add(R9, 0);
          } else {
            s.mov(R9, R7).add(R9, other);
          }
        });
    if (s.dice.percent(50)) {
      s.store(Size.DW, R10, -32, R9).load(Size.DW, R9, R10, -32);
    }
    s.load(Size.DW, R4, R9, 0);
  }

  private static void slots(Sketch s) {
    int slot = -8 * s.dice.between(1, 3);
    Size size = s.dice.pick(Size.B, Size.W, Size.DW);
    int one = inside(s, 1);
    int other = inside(s, 1);
    if (s.dice.percent(50)) {
      s.store(Size.DW, R10, slot, 0);
    }
    either(
        s,
        () -> s.mov(R9, one).store(size, R10, slot, R9),
        () -> {
          switch (s.dice.below(4)) {
            case 0 -> s.store(size, R10, slot, other);
            case 1 -> s.mov(R9, R8).alu(AluOp.AND, R9, 31).store(Size.DW, R10, slot, R9);
            case 2 -> s.mov(R9, other).store(Size.DW, R10, slot, R9);
            default -> {
              if (s.slip()) {
                s.store(Size.DW, R10, slot, s.dice.pick(R7, R8));
              }
            }
          }
        });
    s.load(size, R9, R10, slot);
    if (!s.slip()) {
      s.jump(JumpOp.JGT, R9, VALUE - 1, s.out());
    }
    use(s, R9, Size.B);
  }

  /** Two registers are the same number on one path only. */
  private static void links(Sketch s) {
    boolean both = !s.slip();
    either(
        s,
        () -> s.mov(R9, R8),
        () -> {
          if (both) {
            s.mov(R9, s.dice.percent(50) ? 5 : 30);
          } else {
            s.load(Size.W, R9, R6, 12);
          }
        });
    s.jump(JumpOp.JGT, R8, VALUE - 1, s.out());
    use(s, R9, Size.B);
  }

  /** A record is reserved on one path only. */
  private static void records(Sketch s) {
    either(
        s,
        () -> {
          s.map(R1, MapKit.RING).mov(R2, 16).mov(R3, 0).call(Helper.RINGBUF_RESERVE);
          s.mov(R9, R0);
        },
        () -> s.mov(R9, 0));
    s.jump(JumpOp.JEQ, R9, 0, s.out());
    if (s.slip()) {
      s.load(Size.DW, R4, R9, 16);
    }
    s.mov(R1, R9).mov(R2, 0);
    if (!s.slip()) {
      s.call(Helper.RINGBUF_DISCARD);
    }
  }

  /** A map pointer that is one map's or another's. */
  private static void maps(Sketch s) {
    s.store(Size.DW, R10, -8, 0);
    either(
        s,
        () -> s.map(R9, MapKit.ARRAY),
        () -> s.map(R9, s.slip() ? MapKit.SMALL_ARRAY : s.dice.pick(MapKit.ARRAY, MapKit.LRU)));
    s.mov(R1, R9).point(R2, R10, -4).call(Helper.MAP_LOOKUP_ELEM);
    s.jump(JumpOp.JEQ, R0, 0, s.out()).load(Size.DW, R4, R0, s.slip() ? 17 : 16);
  }

  /** A sum that each of a few branches adds to. */
  private static void sums(Sketch s) {
    int branches = s.dice.between(2, 5);
    int step = s.dice.pickInt(1, 4, 8);
    s.mov(R9, 0);
    for (int i = 0; i < branches; i++) {
      Label skip = s.label();
      s.jump(s.dice.pick(JumpOp.JSET, JumpOp.JEQ, JumpOp.JGT), R8, 1 << i, skip);
      s.add(R9, step).bind(skip);
    }
    int most = branches * step;
    s.mov(R3, R7).add(R3, R9).load(Size.B, R4, R3, VALUE - 1 - most + (s.slip() ? 1 : 0));
    if (s.dice.percent(40)) {
      s.jump(JumpOp.JSGT, R9, most - (s.slip() ? 1 : 0), s.bad());
    }
  }

  /** A pointer that is checked on one path only. */
  private static void nulls(Sketch s) {
    s.store(Size.DW, R10, -8, 9).store(Size.DW, R10, -16, 9);
    s.map(R1, MapKit.HASH).point(R2, R10, -8).call(Helper.MAP_LOOKUP_ELEM);
    s.mov(R9, R0);
    boolean late = s.dice.percent(50);
    either(
        s,
        () -> s.jump(JumpOp.JEQ, R9, 0, s.out()),
        () -> {
          if (!late && !s.slip()) {
            s.jump(JumpOp.JEQ, R9, 0, s.out());
          }
        });
    if (late && !s.slip()) {
      s.jump(JumpOp.JEQ, R9, 0, s.out());
    }
    s.load(Size.DW, R4, R9, s.near(8));
  }
}
