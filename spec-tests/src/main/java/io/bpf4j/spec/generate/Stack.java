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

/** Spills, fills, partial writes and reads of the stack. */
final class Stack {
  private static final int DEPTH = 64;

  private final Sketch s;
  private final boolean[] written = new boolean[DEPTH];
  private final boolean[] pointer = new boolean[DEPTH];

  private Stack(Sketch s) {
    this.s = s;
  }

  /** The family: a dozen random operations on the uppermost 64 bytes. */
  static void write(Sketch s) {
    Stack stack = new Stack(s);
    Register[] saved = s.saved();
    if (s.dice.percent(40)) {
      Maps.value(s, saved[0], MapKit.ARRAY);
    } else {
      s.mov(saved[0], s.dice.pick(R6, R10));
    }
    Scalars.unknown(s, saved[1], false);
    if (s.dice.percent(50)) {
      s.alu(AluOp.AND, saved[1], s.dice.pickInt(7, 15, 31));
    }
    s.mov(saved[2], s.dice.constant());
    int count = s.dice.between(3, 12);
    for (int i = 0; i < count; i++) {
      stack.operation(saved);
    }
  }

  private void operation(Register[] saved) {
    switch (s.dice.below(10)) {
      case 0 -> storeImmediate();
      case 1, 2 -> storeNumber(s.dice.pick(saved[1], saved[2]));
      case 3 -> spill(s.dice.pick(saved[0], saved[0], R6, R10));
      case 4, 5 -> fillNumber(saved);
      case 6 -> spillAndFill(saved);
      case 7 -> pass();
      case 8 -> knownValue();
      default -> overwrite(saved[0]);
    }
  }

  private int place(Size size) {
    if (s.slip()) {
      return s.dice.pickInt(0, -1, -3, -513, -512, -520, 8, -size.bytes() + 1, -100);
    }
    int units = DEPTH / size.bytes() - 1;
    return -size.bytes() * s.dice.between(1, units + 1);
  }

  private void mark(int offset, int bytes) {
    for (int at = offset; at < offset + bytes; at++) {
      if (at < 0 && -at <= DEPTH) {
        written[-at - 1] = true;
        pointer[-at - 1] = false;
      }
    }
  }

  private void markPointer(int offset) {
    mark(offset, 8);
    for (int at = offset; at < offset + 8; at++) {
      if (at < 0 && -at <= DEPTH) {
        pointer[-at - 1] = true;
      }
    }
  }

  private boolean isWritten(int offset, int bytes) {
    for (int at = offset; at < offset + bytes; at++) {
      if (at >= 0 || -at > DEPTH || !written[-at - 1] || bytes < 8 && pointer[-at - 1]) {
        return false;
      }
    }
    return true;
  }

  private void storeImmediate() {
    Size size = s.dice.pick(Size.values());
    int offset = place(size);
    s.store(size, R10, offset, s.dice.percent(50) ? 0 : s.dice.constant());
    mark(offset, size.bytes());
  }

  private void storeNumber(Register r) {
    Size size = s.dice.pick(Size.values());
    int offset = place(size);
    s.store(size, R10, offset, r);
    mark(offset, size.bytes());
  }

  private void spill(Register r) {
    Size size = s.slip() ? s.dice.pick(Size.values()) : Size.DW;
    int offset = place(size);
    s.store(size, R10, offset, r);
    markPointer(offset);
  }

  private void fillNumber(Register[] saved) {
    Size size = s.dice.pick(Size.values());
    int offset = place(size);
    for (int tries = 0; tries < 8 && !isWritten(offset, size.bytes()); tries++) {
      offset = place(size);
    }
    if (s.dice.percent(15)) {
      s.loadSigned(size, R3, R10, offset);
    } else {
      s.load(size, R3, R10, offset);
    }
    if (s.dice.percent(40)) {
      use(R3, saved);
    }
  }

  /** Makes the verdict depend on what was read: as a number, at times as a pointer. */
  private void use(Register r, Register[] saved) {
    switch (s.dice.below(6)) {
      case 0 -> {
        if (s.dice.percent(20)) {
          s.load(Size.B, R0, r, 0);
        }
      }
      case 1 -> {
        s.jump(JumpOp.JGT, r, s.slip() ? 32 : 31, s.out());
        s.mov(R4, R10).add(R4, r).store(Size.DW, R10, -32, 0);
        s.load(Size.B, R0, R4, -32);
        mark(-32, 8);
      }
      case 2 -> s.alu(AluOp.ADD, r, 1);
      case 3 -> s.jump(s.dice.pick(JumpOp.values()), r, s.dice.constant(), s.out());
      case 4 -> s.alu(s.dice.percent(20) ? AluOp.MUL : AluOp.ADD, r, 4);
      default -> s.mov(saved[2], r);
    }
  }

  private void spillAndFill(Register[] saved) {
    int offset = -8 * s.dice.between(1, 8);
    Register pointer = s.dice.pick(saved[0], R6, R10);
    s.store(Size.DW, R10, offset, pointer);
    markPointer(offset);
    if (s.slip()) {
      s.store(s.dice.pick(Size.B, Size.H, Size.W), R10, offset + s.dice.pickInt(0, 4), 0);
    }
    if (s.dice.percent(50)) {
      s.mov(R1, 1);
    }
    s.load(Size.DW, R5, R10, s.slip() ? offset - 8 : offset);
    if (pointer == saved[0]) {
      s.load(Size.B, R0, R5, s.slip() ? 48 : 0);
    } else if (pointer == R6 && !s.is(ProgramType.TRACEPOINT)) {
      s.load(Size.W, R0, R5, 12);
    } else if (pointer == R10) {
      s.load(Size.DW, R0, R5, offset);
    }
  }

  /** Hands a stretch of the stack to a helper that reads or fills it. */
  private void pass() {
    int bytes = s.dice.pickInt(1, 2, 4, 8, 12, 16, 24);
    int start = -bytes - s.dice.between(0, (DEPTH - bytes) / 4) * 4;
    int given = s.slip() ? s.dice.pickInt(0, -1, bytes + 1, bytes + 8, 600) : bytes;
    s.point(R3, R10, start);
    if (s.is(ProgramType.SOCKET_FILTER)) {
      s.mov(R1, R6).mov(R2, 0).mov(R4, given).call(Helper.SKB_LOAD_BYTES);
      mark(start, bytes);
    } else if (s.is(ProgramType.TRACEPOINT) && s.dice.percent(60)) {
      s.mov(R1, R3).mov(R2, given).mov(R3, R6).call(Helper.PROBE_READ_KERNEL);
      mark(start, bytes);
    } else {
      s.mov(R4, R3).mov(R1, R6).mov(R5, given).map(R2, MapKit.EVENTS).mov(R3, 0);
      s.call(Helper.PERF_EVENT_OUTPUT);
    }
  }

  /** Writes a known value in parts, reads it whole or in parts and claims what it is. */
  private void knownValue() {
    int slot = -8 * s.dice.between(1, 4);
    Size stored = s.dice.pick(Size.values());
    int value = s.dice.pickInt(0, 0, 1, 77, 255, 0x1234, -1);
    if (s.dice.percent(50)) {
      s.store(stored, R10, slot, value);
    } else {
      s.mov(R2, value).store(stored, R10, slot, R2);
    }
    mark(slot, stored.bytes());
    Size loaded = s.dice.percent(70) ? stored : s.dice.pick(Size.values());
    s.load(loaded, R3, R10, slot);
    int bits = 8 * Math.min(loaded.bytes(), stored.bytes());
    int seen = bits >= 32 ? value : value & (1 << bits) - 1;
    if (loaded == Size.DW) {
      s.jump(JumpOp.JNE, R3, s.near(seen), s.bad());
    } else {
      s.jump32(JumpOp.JNE, R3, new Imm(s.near(seen)), s.bad());
    }
  }

  /** Damages a spilled pointer, or not, and uses it. */
  private void overwrite(Register pointer) {
    int slot = -8 * s.dice.between(1, 8);
    s.store(Size.DW, R10, slot, pointer).mov(R1, 0);
    markPointer(slot);
    int damage = s.slip() ? slot + s.dice.pickInt(0, 1, 4, 7) : slot - 8 + s.dice.pickInt(0, 4);
    if (damage > -DEPTH - 8) {
      s.store(Size.B, R10, damage, s.slip() ? R6 : R1);
      mark(damage, 1);
    }
    s.load(Size.DW, R4, R10, slot);
    s.store(Size.DW, R10, -8, 0);
    mark(-8, 8);
    if (s.slip()) {
      s.load(Size.DW, R4, R4, 0);
    }
  }
}
