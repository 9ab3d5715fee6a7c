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

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.Helper;

/** Direct packet access of XDP programs: every form of the bounds check, constant and variable. */
final class Packet {
  private Packet() {}

  /** The family: checks and accesses of the packet and its metadata. */
  static void write(Sketch s) {
    load(s);
    int count = s.dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      switch (s.dice.below(10)) {
        case 8 -> difference(s);
        case 9 -> twice(s);
        case 0, 1 -> constant(s);
        case 2, 3 -> variable(s);
        case 4 -> header(s);
        case 5 -> meta(s);
        case 6 -> afterChange(s);
        default -> passed(s);
      }
    }
  }

  /** R7 = data, R8 = data_end. */
  static void load(Sketch s) {
    s.load(Size.W, R7, R6, 0);
    s.load(Size.W, R8, R6, s.slip() ? 8 : 4);
  }

  /** Leaves unless {@code checked}, past the data to be accessed, is not after the end. */
  static int check(Sketch s, Register checked, Register end) {
    Label fine = s.label();
    JumpOp beyond = s.slip() ? s.dice.pick(JumpOp.values()) : JumpOp.JGT;
    // One more byte is there where equality is excluded, too.
    switch (s.dice.below(10)) {
      case 0, 1, 2 -> s.jump(beyond, checked, end, s.out());
      case 3 -> s.jump(JumpOp.JLT, end, checked, s.out());
      case 4 -> {
        s.jump(JumpOp.JGE, checked, end, s.out());
        return 1;
      }
      case 5 -> {
        s.jump(JumpOp.JLE, end, checked, s.out());
        return 1;
      }
      case 6 -> s.jump(JumpOp.JLE, checked, end, fine).goTo(s.out()).bind(fine);
      case 7 -> s.jump(JumpOp.JGE, end, checked, fine).goTo(s.out()).bind(fine);
      case 8 -> {
        s.jump(JumpOp.JLT, checked, end, fine).goTo(s.out()).bind(fine);
        return 1;
      }
      default -> {
        s.jump(JumpOp.JGT, end, checked, fine).goTo(s.out()).bind(fine);
        return 1;
      }
    }
    return 0;
  }

  private static void access(Sketch s, Register base, int room) {
    Size size = s.dice.pick(Size.values());
    int offset = s.dice.percent(60) ? room - size.bytes() : s.dice.between(0, room);
    if (offset + size.bytes() > room) {
      offset = Math.max(0, room - size.bytes());
    }
    if (s.slip()) {
      offset += s.dice.pickInt(1, 1, 2, -1, 8, -room - 1);
    }
    if (s.dice.percent(60)) {
      s.load(size, R0, base, offset);
    } else if (s.dice.percent(95)) {
      s.store(size, base, offset, s.dice.pick(R10, R6).equals(R6) ? R6 : R7);
    } else {
      s.store(size, base, offset, 1);
    }
  }

  private static void constant(Sketch s) {
    int room = s.dice.pickInt(1, 2, 8, 14, 34, 54, 64);
    s.point(R2, R7, room);
    int more = check(s, R2, R8);
    switch (s.dice.below(5)) {
      case 0 -> {
        int shift = s.dice.between(0, room);
        s.point(R3, R7, shift);
        access(s, R3, room - shift);
      }
      case 1 -> {
        s.mov(R3, R2).alu(AluOp.SUB, R3, room);
        access(s, R3, room + more);
      }
      case 2 -> s.load(Size.B, R0, R2, s.slip() ? 0 : -1);
      case 3 -> {
        s.store(Size.DW, R10, -8, R7).load(Size.DW, R4, R10, -8);
        access(s, R4, room + more);
      }
      default -> access(s, R7, room + more);
    }
  }

  /** An offset that is a number in a range. */
  private static void variable(Sketch s) {
    int bits = Scalars.unknown(s, R9, false);
    ScalarScript script =
        new ScalarScript(s, new Register[] {R9}, new int[] {bits}).steps(s.dice.between(0, 4));
    Sinks.limit(s, script, R9, s.dice.pickInt(63, 255, 4095, 0xffff));
    script.write();
    int room = s.dice.pickInt(1, 8, 20, 40);
    Register moved = s.dice.pick(R2, R3, R7);
    if (moved == R7 && s.dice.percent(30)) {
      s.mov(R2, R9).add(R2, R7);
      moved = R2;
    } else {
      s.mov(moved, R7).add(moved, R9);
    }
    s.point(R4, moved, room);
    int more = check(s, R4, R8);
    access(s, s.slip() ? R7 : moved, room + more);
    s.load(Size.W, R7, R6, 0);
  }

  /** A header whose length stands in the packet. */
  private static void header(Sketch s) {
    s.point(R2, R7, 34);
    check(s, R2, R8);
    s.load(Size.B, R3, R7, 14);
    if (!s.slip()) {
      s.alu(AluOp.AND, R3, s.dice.pickInt(15, 15, 31, 255));
    }
    s.alu(AluOp.LSH, R3, s.near(2));
    s.point(R4, R7, 14).add(R4, R3);
    s.point(R5, R4, 8);
    int more = check(s, R5, R8);
    access(s, R4, 8 + more);
  }

  private static void meta(Sketch s) {
    int room = s.dice.pickInt(4, 8);
    s.load(Size.W, R9, R6, 8).load(Size.W, R7, R6, 0);
    s.point(R2, R9, room);
    int more = check(s, R2, s.slip() ? R8 : R7);
    access(s, R9, room + more);
  }

  /** A helper that moves the packet: the old pointers are no longer good. */
  private static void afterChange(Sketch s) {
    int room = s.dice.pickInt(14, 20);
    s.point(R2, R7, room);
    check(s, R2, R8);
    Helper helper =
        s.dice.pick(Helper.XDP_ADJUST_HEAD, Helper.XDP_ADJUST_TAIL, Helper.XDP_ADJUST_META);
    s.mov(R1, R6).mov(R2, s.dice.pickInt(0, -4, 4)).call(helper);
    s.jump(JumpOp.JNE, R0, 0, s.out());
    if (!s.slip()) {
      load(s);
      if (!s.slip()) {
        s.point(R2, R7, room);
        check(s, R2, R8);
      }
    }
    access(s, R7, room);
  }

  /** The length of the packet as a number, and bounds that come from it. */
  private static void difference(Sketch s) {
    int room = s.dice.pickInt(14, 20, 60);
    s.mov(R9, R8).alu(AluOp.SUB, R9, R7);
    if (s.dice.percent(50)) {
      s.jump(JumpOp.JLT, R9, room, s.out());
    }
    if (s.dice.percent(50)) {
      s.alu(AluOp.AND, R9, 63).mov(R2, R7).add(R2, R9).point(R3, R2, 1);
      access(s, R2, 1 + check(s, R3, R8));
      return;
    }
    s.point(R2, R7, room);
    access(s, R7, room + check(s, R2, R8));
    if (s.slip()) {
      s.mov(R3, R8).alu(s.dice.pick(AluOp.ADD, AluOp.SUB), R3, s.dice.pickInt(1, 4));
    }
  }

  /**
   * Two variable parts, added one after the other; a check of one pointer says little of another.
   */
  private static void twice(Sketch s) {
    s.load(Size.W, R3, R6, 12).alu(AluOp.AND, R3, s.dice.pickInt(15, 255, 0x7fff));
    s.load(Size.W, R4, R6, 16).alu(AluOp.AND, R4, s.dice.pickInt(3, 255, 0x7fff));
    s.mov(R2, R7).add(R2, R3);
    if (s.dice.percent(50)) {
      s.point(R5, R2, 4).add(R5, R4);
    } else {
      s.mov(R5, R2).add(R5, R4);
    }
    Register base = s.slip() ? R2 : R5;
    s.mov(R9, base == R5 || s.dice.percent(50) ? R5 : R2).mov(R1, R9).add(R1, 8);
    int more = check(s, R1, R8);
    access(s, s.dice.percent(30) ? base : R9, 8 + more);
  }

  /** Packet memory as an argument. */
  private static void passed(Sketch s) {
    s.point(R2, R7, 24);
    check(s, R2, R8);
    if (s.dice.percent(50)) {
      s.mov(R1, R7).mov(R2, s.slip() ? 28 : s.dice.pickInt(4, 20, 24)).mov(R3, 0).mov(R4, 0);
      s.mov(R5, 0).call(Helper.CSUM_DIFF);
    } else {
      s.point(R2, R7, s.slip() ? 17 : 16).map(R1, MapKit.HASH).call(Helper.MAP_LOOKUP_ELEM);
      s.jump(JumpOp.JEQ, R0, 0, s.out()).load(Size.DW, R0, R0, 0);
    }
    if (s.dice.percent(10)) {
      s.jump32(JumpOp.JGT, R7, new Imm(5), s.out());
    }
  }
}
