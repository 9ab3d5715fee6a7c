package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;

/** Reads and writes of the context: fields, halves of fields, what is not there. */
final class Context {
  private Context() {}

  /** The family: a few accesses, direct or by a moved pointer. */
  static void write(Sketch s) {
    int count = s.dice.between(1, 4);
    for (int i = 0; i < count; i++) {
      access(s);
    }
  }

  private static void access(Sketch s) {
    int unit = s.is(ProgramType.TRACEPOINT) ? 8 : 4;
    int last =
        switch (s.type) {
          case XDP -> 20;
          case SOCKET_FILTER -> 68;
          default -> 200;
        };
    int offset = unit * s.dice.between(0, last / unit);
    Size size = unit == 8 ? Size.DW : Size.W;
    if (s.dice.percent(25)) {
      size = s.dice.pick(Size.values());
    }
    if (s.slip()) {
      offset =
          s.dice.pickInt(
              offset + 1,
              offset + 2,
              -4,
              last + 4,
              72,
              76,
              80,
              84,
              140,
              144,
              152,
              160,
              164,
              168,
              176,
              180,
              184,
              188,
              192,
              8184,
              8192,
              88,
              92,
              96,
              120,
              136);
    }
    switch (s.dice.below(12)) {
      case 0 -> {
        // The context may be moved by a constant, if it is moved back before use.
        int shift = s.dice.pickInt(4, 8, -4);
        s.point(R3, R6, shift);
        if (!s.slip()) {
          s.alu(AluOp.SUB, R3, shift);
        }
        s.load(size, R2, R3, offset);
      }
      case 1 -> {
        s.point(R3, R6, offset);
        s.load(size, R2, R3, 0);
      }
      case 2 -> {
        if (s.dice.percent(30)) {
          s.load(Size.W, R4, R6, 8).alu(AluOp.AND, R4, 4);
          s.mov(R3, R6).add(R3, R4).load(size, R2, R3, offset);
        }
      }
      case 3 -> {
        if (s.dice.percent(40)) {
          s.mov(R2, 1).store(size, R6, offset, R2);
        }
      }
      case 4 -> {
        int field = s.is(ProgramType.SOCKET_FILTER) ? 48 + 4 * s.dice.below(5) : offset;
        if (s.is(ProgramType.SOCKET_FILTER) || s.dice.percent(15)) {
          s.mov(R2, s.dice.constant()).store(Size.W, R6, s.near(field), R2);
        }
      }
      case 5 -> s.store(Size.DW, R10, -8, R6).load(Size.DW, R7, R10, -8).load(size, R2, R7, offset);
      case 6 -> {
        s.load(size, R2, R6, offset);
        s.jump32(s.dice.pick(JumpOp.values()), R2, new Imm(s.dice.constant()), s.out());
      }
      case 7 -> s.loadSigned(size, R2, R6, offset);
      case 8 -> {
        s.load(size, R2, R6, offset);
        Register used = s.slip() ? R3 : R2;
        s.alu(AluOp.ADD, used, 1).store(Size.DW, R10, -8, used);
      }
      case 9 -> {
        // A helper that wants the context.
        s.point(R1, R6, s.slip() ? 4 : 0).map(R2, MapKit.EVENTS).mov(R3, 0);
        s.store(Size.DW, R10, -8, 0).point(R4, R10, -8).mov(Register.R5, 8);
        s.call(Helper.PERF_EVENT_OUTPUT);
        s.load(Size.B, R0, R10, -8);
      }
      default -> s.load(size, R2, R6, offset);
    }
  }
}
