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

import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;

/** Lookups, null checks in every form, accesses to values, updates and deletions. */
final class Maps {
  private Maps() {}

  /** Looks up an element, checks it and leaves a pointer to its value. Clobbers R0 to R5. */
  static void value(Sketch s, Register dst, MapSpec map) {
    lookup(s, map);
    s.jump(JumpOp.JEQ, R0, 0, s.out());
    s.mov(dst, R0);
  }

  /** Leaves a pointer to an element's value, or null, in R0. */
  static void lookup(Sketch s, MapSpec map) {
    key(s, R2, map, -64);
    s.map(R1, s.slip() ? s.dice.pick(MapKit.ALL) : map);
    s.call(Helper.MAP_LOOKUP_ELEM);
  }

  /** Writes a key to the stack below {@code offset} and points to it. */
  static void key(Sketch s, Register dst, MapSpec map, int offset) {
    int size = map.keySize();
    int start = offset - (size + 7 & ~7);
    for (int at = 0; at < size; at += 4) {
      if (!s.slip()) {
        s.store(Size.W, R10, start + at, s.dice.below(4));
      }
    }
    s.point(dst, R10, s.slip() ? s.dice.pickInt(0, 8, -2, -508, -514, start + 4) : start);
  }

  /** The family: a lookup, some null check, some accesses. */
  static void write(Sketch s) {
    MapSpec map =
        s.dice.percent(8)
            ? s.dice.pick(MapKit.READ_ONLY, MapKit.WRITE_ONLY)
            : s.dice.pick(MapKit.STORES);
    lookup(s, map);
    Register pointer = checked(s);
    int count = s.dice.between(1, 4);
    for (int i = 0; i < count; i++) {
      access(s, pointer, map);
    }
    if (s.dice.percent(30)) {
      change(s, map, pointer);
    }
  }

  /** Checks the pointer in R0 for null; returns where the checked pointer is. */
  private static Register checked(Sketch s) {
    Register copy = s.dice.pick(s.saved());
    JumpOp equal = s.slip() ? s.dice.pick(JumpOp.values()) : JumpOp.JEQ;
    switch (s.dice.below(11)) {
      case 9 -> {
        return byOther(s, copy);
      }
      case 0 -> {
        s.jump(equal, R0, 0, s.out());
        return R0;
      }
      case 1 -> {
        Label there = s.label();
        s.jump(s.slip() ? JumpOp.JGT : JumpOp.JNE, R0, 0, there);
        s.goTo(s.out()).bind(there);
        return R0;
      }
      case 2 -> {
        s.mov(copy, R0).jump(equal, R0, 0, s.out());
        return copy;
      }
      case 3 -> {
        s.mov(copy, R0).jump(equal, copy, 0, s.out());
        return s.dice.pick(R0, copy);
      }
      case 4 -> {
        s.store(Size.DW, R10, -16, R0).jump(equal, R0, 0, s.out());
        s.load(Size.DW, copy, R10, -16);
        return copy;
      }
      case 5 -> {
        s.store(Size.DW, R10, -24, R0).load(Size.DW, copy, R10, s.slip() ? -16 : -24);
        s.jump(equal, copy, 0, s.out());
        return copy;
      }
      case 6 -> {
        s.mov(R3, 0).jump(equal, R0, R3, s.out()).mov(copy, R0);
        return copy;
      }
      case 7 -> {
        // Arithmetic before the check, which a verifier refuses, in one case of four.
        s.mov(copy, R0);
        if (s.dice.percent(25)) {
          s.add(copy, s.dice.pickInt(0, 4, 8));
        }
        s.jump(equal, copy, 0, s.out());
        return copy;
      }
      default -> {
        if (s.dice.percent(25)) {
          s.jump32(equal, R0, new Imm(0), s.out());
        } else if (!s.slip()) {
          s.jump(equal, R0, 0, s.out());
        }
        s.mov(R7, R0);
        return R7;
      }
    }
  }

  /** Equal to a pointer that is not null: not null either. */
  private static Register byOther(Sketch s, Register copy) {
    Label same = s.label();
    s.mov(copy, R0);
    if (s.dice.percent(50)) {
      s.map(R1, MapKit.HASH)
          .point(R2, R10, -16)
          .store(Size.DW, R10, -16, 0)
          .store(Size.DW, R10, -8, 0);
      s.call(Helper.MAP_LOOKUP_ELEM);
      if (!s.slip()) {
        s.jump(JumpOp.JEQ, R0, 0, s.out());
      }
      s.mov(R3, R0);
    } else {
      s.mov(R3, s.dice.pick(R10, R6));
    }
    if (s.dice.percent(50)) {
      s.jump(JumpOp.JNE, copy, R3, s.out());
    } else {
      s.jump(s.slip() ? JumpOp.JNE : JumpOp.JEQ, R3, copy, same).goTo(s.out()).bind(same);
    }
    return copy;
  }

  private static void access(Sketch s, Register pointer, MapSpec map) {
    Size size = s.dice.pick(Size.values());
    int room = map.valueSize() - size.bytes();
    int offset = s.dice.percent(50) ? room : s.dice.between(0, Math.max(0, room));
    if (s.slip()) {
      offset = s.dice.pickInt(-1, -8, room + 1, room + 2, room + 8, map.valueSize(), 32000);
    }
    Register base = pointer;
    if (s.dice.percent(40)) {
      int shift = s.dice.between(-16, 32);
      s.point(R4, pointer, shift);
      base = R4;
      offset -= shift;
    }
    switch (s.dice.below(5)) {
      case 0, 1 -> s.load(size, R3, base, offset);
      case 2 -> s.store(size, base, offset, s.dice.constant());
      case 3 -> {
        s.mov(R5, s.dice.constant());
        s.store(size, base, offset, R5);
      }
      default -> s.store(size, base, offset, s.slip() ? R10 : s.dice.pick(R6, pointer));
    }
  }

  /** Updates or deletes an element of a map, with a key or value that may be in another's value. */
  private static void change(Sketch s, MapSpec map, Register pointer) {
    Register kept = s.dice.pick(s.saved());
    s.mov(kept, pointer);
    if (s.dice.percent(30)) {
      key(s, R2, map, -80);
      s.map(R1, map).call(Helper.MAP_DELETE_ELEM);
      return;
    }
    key(s, R2, map, -80);
    if (s.dice.percent(50)) {
      s.mov(R3, kept);
      if (s.slip()) {
        s.add(R3, s.dice.pickInt(-1, 1, 8));
      }
    } else {
      int size = Math.min(map.valueSize(), 400);
      s.point(R3, R10, -(size + 7 & ~7) - (s.slip() ? -8 : 0));
      s.store(Size.DW, R10, -8, 0);
    }
    s.mov(R4, s.dice.pickInt(0, 0, 1, 2)).map(R1, map).call(Helper.MAP_UPDATE_ELEM);
    if (s.dice.percent(30)) {
      s.load(Size.B, R0, kept, 0);
    }
  }
}
