package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.kernel.ContextAccess;
import io.bpf4j.kernel.ContextLayout;

/** What tells program types apart: their context, their helpers, what they return. */
final class AnyType {
  /** How often an access is drawn until the layout allows it. */
  private static final int TRIES = 60;

  private AnyType() {}

  /** The family. */
  static void write(Sketch s) {
    int count = s.dice.between(1, 4);
    for (int i = 0; i < count; i++) {
      part(s);
    }
    if (s.dice.percent(20)) {
      returned(s);
    }
  }

  private static void part(Sketch s) {
    switch (s.dice.below(8)) {
      case 0, 1 -> number(s);
      case 2 -> pointer(s);
      case 3 -> field(s);
      case 4, 5 -> packet(s);
      default -> Prototypes.write(s);
    }
  }

  /** A number from the context, used as a number. */
  private static void number(Sketch s) {
    number(s, R8);
    Maps.value(s, R7, MapKit.ARRAY);
    int mask = s.slip() ? 255 : 15;
    if (s.dice.percent(50)) {
      s.alu(AluOp.AND, R8, mask);
    } else {
      s.jump(JumpOp.JGT, R8, mask, s.out());
    }
    s.add(R7, R8).load(Size.B, R0, R7, 0);
  }

  /** Whatever pointer the context has, looked through. */
  private static void pointer(Sketch s) {
    ContextAccess kind =
        s.dice.pick(
            ContextAccess.SOCK_COMMON_OR_NULL,
            ContextAccess.SOCKET_OR_NULL,
            ContextAccess.SOCKET,
            ContextAccess.FLOW_KEYS,
            ContextAccess.TP_BUFFER,
            ContextAccess.PACKET_META);
    if (!load(s, R7, kind)) {
      return;
    }
    if (!s.slip() && kind.name().endsWith("_OR_NULL")) {
      s.jump(JumpOp.JEQ, R7, 0, s.out());
    }
    int offset = 4 * s.dice.between(0, s.slip() ? 24 : 19);
    if (s.dice.percent(15)) {
      s.mov(R2, 0).store(Size.W, R7, offset, R2);
    } else {
      s.load(s.dice.percent(70) ? Size.W : s.dice.pick(Size.values()), R2, R7, offset);
    }
  }

  /** A field written: few may be. */
  private static void field(Sketch s) {
    ContextLayout layout = s.variant.layout();
    for (int tries = 0; tries < TRIES; tries++) {
      Size size = s.dice.pick(Size.values());
      int offset = offset(s, layout);
      if (s.slip() || layout.access(offset, size.bytes(), true) != ContextAccess.DENIED) {
        if (s.dice.percent(50)) {
          s.store(size, R6, offset, s.dice.constant());
        } else {
          s.mov(R3, s.dice.constant()).store(size, R6, offset, R3);
        }
        return;
      }
    }
  }

  /** Direct access to the packet, where there is one. */
  private static void packet(Sketch s) {
    if (!load(s, R7, ContextAccess.PACKET) || !load(s, R8, ContextAccess.PACKET_END)) {
      return;
    }
    int size = s.dice.pickInt(1, 8, 14, 34);
    s.mov(R2, R7).add(R2, size).jump(JumpOp.JGT, R2, R8, s.out());
    int offset = s.slip() ? size : s.dice.between(0, size - 1);
    if (s.dice.percent(25)) {
      s.store(Size.B, R7, offset, 1);
    } else {
      s.load(Size.B, R3, R7, offset);
    }
    if (s.dice.percent(30)) {
      Prototypes.write(s);
      s.load(Size.B, R3, R7, 0);
    }
  }

  private static void returned(Sketch s) {
    s.mov(R0, s.dice.pickInt(0, 1, 2, 3, 4, -1));
    if (s.dice.percent(40)) {
      number(s, R4);
      s.alu(AluOp.AND, R4, s.dice.pickInt(1, 3, 7)).mov(R0, R4);
    } else if (s.dice.percent(20)) {
      s.mov(R0, s.dice.pick(R6, R10));
    }
    s.done();
  }

  /** Loads a number from any context; returns how many of its low bits can be set. */
  static int number(Sketch s, Register dst) {
    ContextLayout layout = s.variant.layout();
    for (int tries = 0; tries < TRIES * 4; tries++) {
      Size size = s.dice.pick(Size.values());
      int offset = offset(s, layout);
      if (layout.access(offset, size.bytes(), false) == ContextAccess.SCALAR) {
        s.load(size, dst, R6, offset);
        return 8 * size.bytes();
      }
    }
    s.mov(dst, 1);
    return 1;
  }

  /**
   * Loads a field whose value is a pointer of a kind; false where the context has none, or none was
   * found.
   */
  private static boolean load(Sketch s, Register dst, ContextAccess kind) {
    ContextLayout layout = s.variant.layout();
    for (int tries = 0; tries < TRIES * 4; tries++) {
      Size size = s.dice.pick(Size.W, Size.DW);
      int offset = offset(s, layout);
      if (layout.access(offset, size.bytes(), false) == kind) {
        s.load(size, dst, R6, offset);
        return true;
      }
    }
    return false;
  }

  private static int offset(Sketch s, ContextLayout layout) {
    return 4 * s.dice.between(0, Math.min(layout.size(), 256) / 4) + (s.slip() ? 2 : 0);
  }
}
