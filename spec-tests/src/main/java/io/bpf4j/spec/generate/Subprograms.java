package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R5;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.Helper;

/** Subprograms: arguments, pointers into callers' frames, depth, recursion, stack size. */
final class Subprograms {
  private Subprograms() {}

  /** The family. */
  static void write(Sketch s) {
    switch (s.dice.below(10)) {
      case 8 -> records(s);
      case 9 -> packets(s);
      case 0, 1 -> numbers(s);
      case 2, 3 -> frames(s);
      case 4 -> values(s);
      case 5 -> depth(s);
      case 6 -> stackDepth(s);
      default -> clobbered(s);
    }
  }

  /** A function that limits a number. */
  private static void numbers(Sketch s) {
    Maps.value(s, R7, MapKit.WIDE_ARRAY);
    int limit = s.dice.pickInt(15, 63, 255);
    Label clamp =
        s.function(
            "clamp",
            f -> {
              Label fine = f.label();
              f.mov(R0, R1);
              f.jump(f.slip() ? JumpOp.JSLE : JumpOp.JLE, R0, limit, fine);
              if (f.dice.percent(50)) {
                f.mov(R0, limit);
              } else {
                f.alu(AluOp.AND, R0, limit);
              }
              f.bind(fine).done();
            });
    int count = s.dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      Scalars.unknown(s, R8, false);
      s.mov(R1, R8).call(clamp);
      if (s.dice.percent(50)) {
        s.jump(JumpOp.JGT, R0, limit + (s.slip() ? -1 : 0), s.bad());
      } else {
        s.mov(R3, R7).add(R3, R0).load(Size.B, R4, R3, 4095 - limit + (s.slip() ? 1 : 0));
      }
    }
  }

  /** A function that reads and writes its caller's frame. */
  private static void frames(Sketch s) {
    Label fill =
        s.function(
            "fill",
            f -> {
              int offset = f.slip() ? f.dice.pickInt(8, 16, -600, 1, -8) : 0;
              switch (f.dice.below(6)) {
                case 0 -> f.store(Size.DW, R1, offset, 7);
                case 1 -> f.store(Size.DW, R1, offset, f.slip() ? R10 : R2);
                case 2 -> f.mov(R6, R1).load(Size.DW, R2, R6, offset).store(Size.W, R6, 0, R2);
                case 3 ->
                    f.store(Size.DW, R10, -8, R1)
                        .load(Size.DW, R3, R10, -8)
                        .store(Size.B, R3, offset, 1);
                case 4 -> {
                  f.mov(R7, R1).mov(R2, R1).map(R1, MapKit.HASH).call(Helper.MAP_LOOKUP_ELEM);
                  f.jump(f.slip() ? JumpOp.JNE : JumpOp.JEQ, R0, 0, f.out());
                  f.store(Size.DW, R7, offset, R0);
                }
                default ->
                    f.jump(JumpOp.JGT, R2, 7, f.out()).add(R1, R2).store(Size.B, R1, offset, 3);
              }
            });
    s.store(Size.DW, R10, -8, 1).store(Size.DW, R10, -16, 2);
    int count = s.dice.between(1, 2);
    for (int i = 0; i < count; i++) {
      s.point(R1, R10, s.slip() ? 0 : s.dice.pickInt(-8, -16));
      if (s.dice.percent(50)) {
        s.mov(R2, s.dice.between(0, 9));
      } else {
        s.load(Size.W, R2, R6, 8 + 4 * s.dice.below(2));
      }
      s.call(fill);
      s.load(Size.DW, R3, R10, s.dice.pickInt(-8, -16));
      if (s.dice.percent(30)) {
        s.jump(JumpOp.JGT, R3, 7, s.out()).mov(R4, R10).add(R4, R3).load(Size.B, R5, R4, -16);
      }
      if (s.slip()) {
        s.load(Size.B, R0, R3, 0);
      }
    }
  }

  /** A function that returns a map value or null, or gets one. */
  private static void values(Sketch s) {
    Label find =
        s.function(
            "find",
            f -> {
              f.store(Size.W, R10, -4, f.dice.below(3)).point(R2, R10, -4);
              f.map(R1, MapKit.ARRAY).call(Helper.MAP_LOOKUP_ELEM);
              if (f.slip()) {
                f.point(R0, R10, -4);
              }
              f.done();
            });
    s.call(find);
    if (s.dice.percent(50)) {
      Label use =
          s.function(
              "use",
              f -> {
                if (!f.slip()) {
                  f.jump(JumpOp.JEQ, R1, 0, f.out());
                }
                f.load(Size.DW, R0, R1, f.near(40));
              });
      s.mov(R1, R0).mov(R7, R0).call(use);
      s.jump(JumpOp.JEQ, R7, 0, s.out()).load(Size.B, R0, R7, 0);
    } else {
      if (!s.slip()) {
        s.jump(JumpOp.JEQ, R0, 0, s.out());
      }
      s.load(Size.DW, R0, R0, s.near(40));
    }
  }

  /** A ring-buffer record that a callee fills, and at times releases. */
  private static void records(Sketch s) {
    boolean releases = s.dice.percent(50);
    Label fill =
        s.function(
            "fill_record",
            f -> {
              f.mov(R6, R1).store(Size.DW, R6, f.near(8), 1);
              if (releases != f.slip()) {
                f.mov(R1, R6).mov(R2, 0).call(Helper.RINGBUF_SUBMIT);
              }
            });
    s.map(R1, MapKit.RING).mov(R2, 16).mov(R3, 0).call(Helper.RINGBUF_RESERVE);
    s.jump(JumpOp.JEQ, R0, 0, s.out()).mov(R7, R0).mov(R1, R0).call(fill);
    if (!releases) {
      s.mov(R1, R7).mov(R2, 0).call(Helper.RINGBUF_DISCARD);
    }
  }

  /** Packet pointers over a call: checked by the caller, or changed by the callee. */
  private static void packets(Sketch s) {
    if (!Sinks.hasPacket(s)) {
      frames(s);
      return;
    }
    boolean changes = s.dice.percent(40);
    Label look =
        s.function(
            "look",
            f -> {
              if (changes) {
                f.mov(R2, 0).call(Helper.XDP_ADJUST_HEAD);
              } else {
                f.jump(JumpOp.JGT, R2, 13, f.out()).mov(R3, R2).mov(R0, R1);
                f.load(Size.B, R0, R4, f.near(13));
              }
            });
    Packet.load(s);
    s.point(R2, R7, 14).jump(JumpOp.JGT, R2, R8, s.out());
    s.mov(R1, R6).mov(R4, R7).mov(R2, s.dice.between(0, 14)).call(look);
    if (!changes || s.slip()) {
      s.load(Size.B, R0, R7, s.near(13));
    }
  }

  /** A chain of calls near the eight frames that are allowed; at times one that closes. */
  private static void depth(Sketch s) {
    int depth = s.dice.between(4, 9);
    Label[] labels = new Label[depth];
    for (int i = 0; i < depth; i++) {
      labels[i] = s.label();
    }
    boolean recurses = s.slip();
    s.mov(R1, s.dice.below(5)).call(labels[0]);
    for (int i = 0; i < depth; i++) {
      int self = i;
      s.define(
          labels[i],
          f -> {
            if (f.dice.percent(30)) {
              f.jump(JumpOp.JEQ, R1, self, f.out());
            }
            if (self + 1 < depth) {
              f.call(labels[self + 1]);
            } else if (recurses) {
              f.call(labels[f.dice.below(depth)]);
            }
          });
    }
  }

  /** A chain of frames whose sizes add up to about 512 bytes. */
  private static void stackDepth(Sketch s) {
    int frames = s.dice.between(1, 5);
    int total = s.dice.pickInt(480, 496, 504, 512, 512, 520, 528, 544);
    Label next = s.label();
    int own = total / (frames + 1) & ~(s.dice.percent(50) ? 7 : 31);
    s.store(Size.B, R10, -Math.max(1, own), 0).call(next);
    for (int i = 0; i < frames; i++) {
      Label self = next;
      next = s.label();
      Label callee = next;
      boolean last = i + 1 == frames;
      int size = last ? Math.max(1, total - own * frames) : own;
      s.define(
          self,
          f -> {
            f.store(Size.B, R10, -Math.min(512, size), 0);
            if (!last) {
              f.call(callee);
            }
          });
    }
  }

  /** Registers that a call loses, and those that a callee does not inherit. */
  private static void clobbered(Sketch s) {
    Label leaf =
        s.function(
            "leaf",
            f -> {
              if (f.slip()) {
                f.mov(R0, f.dice.pick(R6, R7, R3, R0));
              }
              f.mov(R6, f.dice.constant()).mov(R7, 1).store(Size.DW, R10, -8, 5);
              f.mov(R2, R1);
            });
    s.mov(R7, s.dice.between(1, 7)).mov(R8, R6).mov(R1, R7).mov(R2, 4).mov(R3, 5);
    if (s.slip()) {
      s.mov(R1, R4);
    }
    s.call(leaf);
    s.jump(JumpOp.JEQ, R7, 0, s.bad());
    if (s.slip()) {
      s.mov(R0, s.dice.pick(R1, R2, R5));
    }
    s.load(Size.DW, R3, R10, s.slip() ? -520 : -8)
        .mov(R1, R8)
        .load(Size.W, R3, R8, s.slip() ? 9 : 16);
    s.jump(JumpOp.JGT, R0, s.slip() ? 0 : 2, s.bad());
  }
}
