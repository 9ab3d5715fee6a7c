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
import static io.bpf4j.isa.Register.R9;

import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;

/** Sockets: looked up, looked at, cast, kept, released or forgotten. */
final class Sockets {
  private Sockets() {}

  /** The family: a socket in R7, or null, and what is done with it. */
  static void write(Sketch s) {
    boolean held = s.is(ProgramType.XDP) || s.dice.percent(60);
    if (held) {
      lookUp(s);
    } else {
      s.load(Size.DW, R7, R6, 168);
    }
    boolean spilled = s.dice.percent(20);
    if (spilled) {
      s.store(Size.DW, R10, -64, R7).load(Size.DW, R9, R10, -64);
    }
    Label none = s.label();
    if (!s.slip()) {
      Register tested = spilled && s.dice.percent(50) ? R9 : R7;
      s.jump(JumpOp.JEQ, tested, 0, none);
    }
    int count = s.dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      use(s, spilled && s.dice.percent(30) ? R9 : R7);
    }
    if (held != s.slip()) {
      s.mov(R1, spilled && s.dice.percent(30) ? R9 : R7);
      if (s.slip()) {
        s.add(R1, 0);
      }
      s.call(Helper.SK_RELEASE);
      if (s.slip()) {
        s.load(Size.W, R0, s.dice.pick(R7, R8), 4);
      }
    }
    s.bind(none);
  }

  private static void lookUp(Sketch s) {
    for (int at = -48; at < 0; at += 8) {
      s.store(Size.DW, R10, at, 0);
    }
    s.mov(R1, R6).point(R2, R10, -48).mov(R3, s.slip() ? s.dice.pickInt(0, 49, -1) : 12);
    s.mov(R4, -1).mov(R5, 0);
    s.call(s.dice.pick(Helper.SK_LOOKUP_TCP, Helper.SK_LOOKUP_UDP, Helper.SKC_LOOKUP_TCP));
    s.mov(R7, R0);
  }

  private static void use(Sketch s, Register socket) {
    switch (s.dice.below(10)) {
      case 0, 1, 2 -> field(s, socket);
      case 3, 4, 5 -> cast(s, socket);
      case 6 -> {
        int offset = s.slip() ? s.dice.pickInt(0, 4, 8) : -16;
        s.with(new Atomic(AtomicOp.ADD, Size.DW, offset < 0 ? R10 : socket, (short) -16, R6));
      }
      case 7 -> {
        if (s.slip()) {
          s.add(socket, s.dice.pickInt(4, 0, -4));
        }
        field(s, socket);
      }
      case 8 -> {
        s.jump(s.dice.pick(JumpOp.JEQ, JumpOp.JNE, JumpOp.JGT), socket, 0, s.out());
      }
      default -> {
        if (s.slip()) {
          s.store(Size.W, socket, 4, 1);
        } else {
          s.store(Size.DW, R10, -56, socket).load(Size.DW, R8, R10, -56);
          field(s, R8);
        }
      }
    }
  }

  private static void field(Sketch s, Register socket) {
    int offset = s.slip() ? s.dice.pickInt(8, 12, 16, 20, 80, 46, 50, 2, -4) : fields(s);
    Size size = s.slip() ? s.dice.pick(Size.values()) : Size.W;
    s.load(size, R3, socket, offset);
  }

  private static int fields(Sketch s) {
    return s.dice.pickInt(0, 4, 24, 28, 32, 44, 48, 52, 56, 72, 76);
  }

  private static void cast(Sketch s, Register socket) {
    Helper helper = s.dice.pick(Helper.SK_FULLSOCK, Helper.TCP_SOCK, Helper.GET_LISTENER_SOCK);
    s.mov(R1, s.slip() ? s.dice.pick(R6, R10) : socket).call(helper).mov(R8, R0);
    Label none = s.label();
    if (!s.slip()) {
      s.jump(JumpOp.JEQ, R8, 0, none);
    }
    int offset = 4 * s.dice.between(0, s.slip() ? 30 : helper == Helper.TCP_SOCK ? 19 : 7);
    s.load(Size.W, R3, R8, offset);
    if (s.slip()) {
      s.mov(R1, R8).call(Helper.SK_RELEASE);
    }
    s.bind(none);
  }
}
