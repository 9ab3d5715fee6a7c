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
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.Helper;

/** Arithmetic on pointers, comparisons between them, and where pointers may be stored. */
final class Pointers {
  private static final AluOp[] FOREIGN = {
    AluOp.MUL,
    AluOp.AND,
    AluOp.OR,
    AluOp.XOR,
    AluOp.LSH,
    AluOp.RSH,
    AluOp.DIV,
    AluOp.MOD,
    AluOp.ARSH
  };

  private Pointers() {}

  /** The family: R7 points to a map value, R8 holds a number in 0 to 7, R6 and R10 as ever. */
  static void write(Sketch s) {
    Maps.value(s, R7, MapKit.ARRAY);
    Scalars.unknown(s, R8, false);
    s.alu(AluOp.AND, R8, 7).store(Size.DW, R10, -8, 0).store(Size.DW, R10, -16, 0);
    int count = s.dice.between(2, 5);
    for (int i = 0; i < count; i++) {
      switch (s.dice.below(9)) {
        case 0, 1 -> move(s);
        case 2 -> pair(s);
        case 3 -> compare(s);
        case 4 -> keep(s);
        case 5 -> foreign(s);
        case 6 -> narrow(s);
        case 7 -> far(s);
        default -> mapPointer(s);
      }
    }
  }

  private static Register pointer(Sketch s) {
    return s.dice.pick(R7, R7, R10, R6);
  }

  /** Adds and subtracts numbers, then accesses. */
  private static void move(Sketch s) {
    Register base = s.dice.pick(R7, R10);
    int start = base == R10 ? -16 : 0;
    s.mov(R3, base);
    switch (s.dice.below(5)) {
      case 0 -> s.add(R3, R8);
      case 1 -> s.add(R3, 7).alu(AluOp.SUB, R3, R8);
      case 2 -> s.mov(R3, R8).add(R3, base);
      case 3 -> s.mov(R4, R8).alu(AluOp.MUL, R4, s.near(1)).add(R3, R4).add(R3, R8).add(R3, -7);
      default -> s.mov(R4, s.near(7)).add(R3, R4);
    }
    s.load(Size.B, R4, R3, start + s.near(0));
  }

  /** Pointer with pointer. */
  private static void pair(Sketch s) {
    Register right = pointer(s);
    if (!s.slip()) {
      s.mov(R3, R8).alu(s.dice.pick(AluOp.ADD, AluOp.SUB), R3, 3);
      return;
    }
    s.mov(R3, pointer(s)).alu(s.dice.pick(AluOp.ADD, AluOp.SUB), R3, right);
    if (s.dice.percent(60)) {
      s.load(Size.B, R4, R3, 0);
    }
  }

  private static void compare(Sketch s) {
    JumpOp op = s.dice.pick(JumpOp.values());
    switch (s.dice.below(4)) {
      case 0 -> s.jump(op, pointer(s), pointer(s), s.out());
      case 1 -> s.jump(op, pointer(s), s.dice.pickInt(0, 0, 1, -1), s.out());
      case 2 -> s.jump(op, pointer(s), R8, s.out());
      default -> s.jump32(op, pointer(s), s.dice.percent(50) ? R8 : new Imm(0), s.out());
    }
  }

  /** Stores a pointer: to the stack, to a map value, to the context. */
  private static void keep(Sketch s) {
    switch (s.dice.below(s.slip() ? 5 : 2)) {
      case 0 -> s.store(Size.DW, R10, -24, pointer(s)).load(Size.DW, R3, R10, -24);
      case 1 -> s.store(Size.DW, R7, 8 * s.dice.below(6), pointer(s));
      case 2 -> s.store(Size.W, R10, -24, pointer(s));
      case 3 -> s.store(s.dice.pick(Size.B, Size.W), R7, 0, pointer(s));
      default -> s.store(Size.DW, R6, 0, pointer(s));
    }
  }

  /** Operations that pointers do not have. */
  private static void foreign(Sketch s) {
    s.mov(R3, s.slip() ? pointer(s) : R8);
    switch (s.dice.below(5)) {
      case 0 -> s.alu(s.dice.pick(FOREIGN), R3, 3);
      case 1 -> s.alu(AluOp.NEG, R3, 0);
      case 2 -> s.with(new ByteSwap(ByteSwap.Order.TO_BE, s.dice.pickInt(16, 32, 64), R3));
      case 3 -> s.with(new io.bpf4j.isa.Alu(AluOp.MOVSX32, io.bpf4j.isa.Width.W64, R4, R3));
      default -> s.mov(R4, 8).alu(s.dice.pick(FOREIGN), R4, R3);
    }
    if (s.dice.percent(20)) {
      s.load(Size.B, R4, R3, 0);
    }
  }

  /** 32-bit operations on pointers. */
  private static void narrow(Sketch s) {
    s.mov(R3, s.slip() ? pointer(s) : R8);
    s.alu32(s.dice.pick(AluOp.ADD, AluOp.SUB, AluOp.MOV, AluOp.AND), R3, s.near(4));
    if (s.dice.percent(50)) {
      s.alu32(AluOp.MOV, R5, R3);
      if (s.slip()) {
        s.load(Size.B, R4, R5, 0);
      }
    }
  }

  /** Offsets far beyond what memory has. */
  private static void far(Sketch s) {
    int far = s.dice.pickInt(1 << 20, 1 << 28, (1 << 29) - 1, 1 << 29, (1 << 29) + 1, 1 << 30);
    s.mov(R3, s.dice.pick(R7, R7, R10));
    if (s.slip()) {
      s.add(R3, far);
      if (s.dice.percent(50)) {
        s.add(R3, far);
      }
      s.add(R3, -far);
    }
    if (s.slip()) {
      Scalars.unknown(s, R5, true);
      s.add(R3, R5);
    }
    s.load(Size.B, R4, R3, s.dice.pickInt(0, -8));
  }

  /** A pointer to a map is not a pointer to its elements. */
  private static void mapPointer(Sketch s) {
    s.map(R1, MapKit.ARRAY);
    if (s.slip()) {
      switch (s.dice.below(4)) {
        case 0 -> s.load(Size.W, R3, R1, s.dice.pickInt(0, 24, 28));
        case 1 -> s.add(R1, s.dice.pickInt(0, 8));
        case 2 -> s.store(Size.DW, R1, 0, 0);
        default -> s.jump(s.dice.pick(JumpOp.JEQ, JumpOp.JGT), R1, 0, s.out());
      }
    }
    s.point(R2, R10, -8).call(Helper.MAP_LOOKUP_ELEM);
    s.jump(JumpOp.JEQ, R0, 0, s.out()).load(Size.B, R0, R0, s.near(47) & 63);
  }
}
