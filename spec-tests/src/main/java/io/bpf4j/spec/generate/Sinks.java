package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R5;
import static io.bpf4j.isa.Register.R6;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import java.util.Arrays;

/** Uses of a number whose limits matter: each is right up to a value that it takes, or one less. */
final class Sinks {
  private Sinks() {}

  /** The highest value of a register, having narrowed it first where it is negative or too high. */
  static int limit(Sketch s, ScalarScript script, Register r, int most) {
    long[] values = script.values(r);
    boolean small = Arrays.stream(values).allMatch(v -> v >= 0 && v <= most);
    if ((!small || s.dice.percent(50)) && !s.slip()) {
      script.narrow(r, s.dice.percent(50) ? s.dice.between(0, most) : s.dice.pickInt(7, 8, 15));
      values = script.values(r);
    }
    long highest = Arrays.stream(values).max().orElse(0);
    int limit = (int) Math.max(0, Math.min(highest, most));
    return s.dice.percent(50) ? limit : Math.min(most, Integer.highestOneBit(limit + 1) * 2 - 1);
  }

  /** Adds the number to a pointer to a value of {@code valueSize} bytes, and accesses it. */
  static void value(Sketch s, Register pointer, int valueSize, Register r, int limit) {
    Size size = s.dice.pick(Size.values());
    int offset = valueSize - size.bytes() - limit;
    offset = s.slip() ? s.near(offset + 1) : offset - s.dice.pickInt(0, 0, 0, 1, 4);
    Register base = pointer;
    if (s.dice.percent(30)) {
      base = s.dice.percent(50) ? R4 : R5;
      s.mov(base, pointer);
    }
    switch (s.dice.below(8)) {
      case 0 -> {
        s.add(r, base);
        base = r;
      }
      case 1 -> {
        s.add(base, offset).add(base, r);
        offset = 0;
      }
      case 2 -> {
        s.add(base, r).add(base, offset);
        offset = 0;
      }
      case 3 -> {
        s.alu(AluOp.SUB, base, r);
        offset = offset < 0 ? offset : s.dice.percent(70) ? limit : limit - 1;
      }
      default -> s.add(base, r);
    }
    access(s, size, base, offset);
  }

  private static void access(Sketch s, Size size, Register base, int offset) {
    if (s.dice.percent(60)) {
      if (s.dice.percent(15)) {
        s.loadSigned(size, R0, base, offset);
      } else {
        s.load(size, R0, base, offset);
      }
    } else {
      s.store(size, base, offset, s.dice.below(100));
    }
  }

  /** Reads or writes the stack at a variable offset. */
  static void stack(Sketch s, Register r, int limit) {
    Size size = s.dice.percent(70) ? Size.B : s.dice.pick(Size.values());
    if (size != Size.B && !s.slip()) {
      s.alu(AluOp.AND, r, -size.bytes());
    }
    int start = -(limit + size.bytes() + 7 & ~7) - 8 * s.dice.below(3);
    boolean slip = s.slip();
    if (s.dice.percent(70)) {
      for (int at = start; at < Math.min(0, start + limit + size.bytes()); at += 8) {
        s.store(Size.DW, R10, at, 0);
      }
    }
    s.mov(R4, R10);
    if (s.dice.percent(50)) {
      s.add(R4, r).add(R4, slip ? s.dice.pickInt(start + 8, start + 16, -500) : start);
      access(s, size, R4, 0);
    } else {
      s.add(R4, r);
      access(s, size, R4, slip ? s.dice.pickInt(-limit, -512, start + 8) : start);
    }
  }

  /** Passes the number as the size of memory on the stack. */
  static void size(Sketch s, Register r, int limit) {
    int start = -(limit + 7 & ~7);
    if (s.slip()) {
      start += 8;
    }
    s.mov(R4, r);
    s.point(R3, R10, start);
    if (s.dice.percent(60) && !s.slip()) {
      s.jump(s.dice.pick(JumpOp.JEQ, JumpOp.JEQ, JumpOp.JSLE), R4, 0, s.out());
    }
    switch (s.type) {
      case TRACEPOINT -> {
        s.mov(R1, R3).mov(R2, R4).mov(R3, 0);
        s.call(s.dice.pick(Helper.PROBE_READ_KERNEL, Helper.PROBE_READ_KERNEL_STR));
      }
      case SOCKET_FILTER -> s.mov(R1, R6).mov(R2, 0).call(Helper.SKB_LOAD_BYTES);
      default -> {
        s.mov(R1, R3).mov(R2, R4).mov(R3, 0).mov(R4, 0).mov(R5, 0);
        s.call(Helper.CSUM_DIFF);
      }
    }
  }

  /** Passes a part of a map value that begins at the number, or is as long as it. */
  static void region(Sketch s, Register pointer, int valueSize, Register r, int limit) {
    int rest = valueSize - limit + (s.slip() ? 1 : 0);
    s.mov(R4, pointer);
    if (s.dice.percent(50)) {
      s.add(R4, r).mov(R5, rest);
    } else {
      s.add(R4, rest).mov(R5, r);
    }
    s.mov(R1, R6).map(R2, MapKit.EVENTS).mov(R3, -1).call(Helper.PERF_EVENT_OUTPUT);
  }

  /** Sends that many bytes to user space. */
  static void output(Sketch s, Register r, int limit) {
    s.mov(R5, r).point(R4, R10, -(limit + 7 & ~7) + (s.slip() ? 8 : 0));
    s.mov(R1, R6).map(R2, MapKit.EVENTS).mov(R3, s.dice.pickInt(0, -1));
    s.call(Helper.PERF_EVENT_OUTPUT);
  }

  /** Goes to the bad place where the number is not what all its samples are. */
  static void claim(Sketch s, ScalarScript script, Register r) {
    long[] values = script.values(r);
    if (values.length == 0) {
      values = new long[] {0};
    }
    script.write();
    long high = Arrays.stream(values).max().getAsLong();
    long low = Arrays.stream(values).min().getAsLong();
    long union = Arrays.stream(values).reduce(0, (a, b) -> a | b);
    boolean wide = s.dice.percent(60);
    boolean signed = s.dice.percent(50);
    int kind = s.dice.below(5);
    if (kind == 0 || (int) union == union && kind == 1) {
      int never = (int) ~union & ~(s.dice.percent(50) ? 0 : Integer.highestOneBit((int) union) - 1);
      jump(s, wide, JumpOp.JSET, r, never);
    } else if (kind <= 2 && low >= 0 && high <= Integer.MAX_VALUE - 64) {
      int claimed = (int) high + (s.slip() ? -1 : s.dice.pickInt(0, 0, 0, 1, 5));
      jump(s, wide, signed ? JumpOp.JSGT : JumpOp.JGT, r, claimed);
    } else if (kind == 3 && low == (int) low && low > Integer.MIN_VALUE + 64) {
      int claimed = (int) low - (s.slip() ? -1 : s.dice.pickInt(0, 0, 0, 1, 5));
      jump(s, wide && low >= 0, low >= 0 && !signed ? JumpOp.JLT : JumpOp.JSLT, r, claimed);
    } else if (low == high && low == (int) low) {
      jump(s, wide, JumpOp.JNE, r, (int) low);
    } else {
      int absent = s.dice.percent(50) ? (int) high + 1 : (int) low - 1;
      jump(s, wide, JumpOp.JEQ, r, absent);
    }
  }

  private static void jump(Sketch s, boolean wide, JumpOp op, Register r, int value) {
    if (wide) {
      s.jump(op, r, value, s.bad());
    } else {
      s.jump32(op, r, new Imm(value), s.bad());
    }
  }

  /** Whether programs of this type reach a packet directly. */
  static boolean hasPacket(Sketch s) {
    return s.is(ProgramType.XDP);
  }
}
