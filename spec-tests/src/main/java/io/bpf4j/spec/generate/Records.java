package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.Helper;

/** Ring-buffer records: references that every path must release. */
final class Records {
  private Records() {}

  /** The family. */
  static void write(Sketch s) {
    int size = s.dice.pickInt(8, 16, 24, 64);
    s.map(R1, s.slip() ? MapKit.ARRAY : MapKit.RING);
    s.mov(R2, size).mov(R3, 0);
    if (s.slip()) {
      Scalars.unknown(s, R2, true);
    }
    s.call(Helper.RINGBUF_RESERVE);
    if (!s.slip()) {
      s.jump(JumpOp.JEQ, R0, 0, s.out());
    }
    s.mov(R7, R0);
    if (s.dice.percent(30)) {
      s.store(Size.DW, R10, -8, R7);
    }
    int count = s.dice.between(0, 3);
    for (int i = 0; i < count; i++) {
      use(s, size);
    }
    release(s);
  }

  private static void use(Sketch s, int size) {
    Size access = s.dice.pick(Size.values());
    int offset = size - access.bytes() + (s.slip() ? 1 : 0);
    switch (s.dice.below(6)) {
      case 0, 1 -> s.store(access, R7, offset, s.dice.below(100));
      case 2 -> s.load(access, R3, R7, offset);
      case 3 -> {
        Scalars.unknown(s, R8, true);
        s.alu(AluOp.AND, R8, 7).mov(R3, R7).add(R3, R8).store(Size.B, R3, s.near(0), 1);
      }
      case 4 -> {
        Label on = s.label();
        Scalars.unknown(s, R8, true);
        s.jump(JumpOp.JGT, R8, 3, on);
        if (!s.slip()) {
          discard(s, R7);
        }
        s.goTo(s.out()).bind(on);
      }
      default -> {
        s.map(R1, MapKit.HASH).mov(R2, R7).call(Helper.MAP_LOOKUP_ELEM);
      }
    }
  }

  private static void discard(Sketch s, Register record) {
    s.mov(R1, record).mov(R2, 0);
    s.call(s.dice.pick(Helper.RINGBUF_SUBMIT, Helper.RINGBUF_DISCARD));
  }

  private static void release(Sketch s) {
    if (s.slip()) {
      switch (s.dice.below(5)) {
        case 0 -> {
          return;
        }
        case 1 -> s.add(R7, 8);
        case 2 -> discard(s, R7);
        case 3 -> s.mov(R7, R10);
        default -> s.mov(R7, R6);
      }
    }
    discard(s, R7);
    if (s.slip()) {
      s.load(Size.B, R3, R7, 0);
    }
    if (s.slip()) {
      s.load(Size.DW, R3, R10, -8);
    }
  }
}
