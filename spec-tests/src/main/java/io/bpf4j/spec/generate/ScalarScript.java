package io.bpf4j.spec.generate;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.CodeElement;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Width;
import java.util.ArrayList;
import java.util.List;

/**
 * Arithmetic and conditions over a few registers that hold numbers, and what values come out of
 * them: first random steps are collected, then run on samples, then written to the sketch.
 */
final class ScalarScript {
  private static final AluOp[] OPS = {
    AluOp.ADD, AluOp.ADD, AluOp.SUB, AluOp.MUL, AluOp.DIV, AluOp.OR, AluOp.AND, AluOp.AND,
    AluOp.LSH, AluOp.RSH, AluOp.RSH, AluOp.ARSH, AluOp.MOD, AluOp.XOR, AluOp.SDIV, AluOp.SMOD
  };
  private static final int SAMPLES = 300;

  private final Sketch s;
  private final Register[] registers;
  private final int[] bits;
  private final List<CodeElement> elements = new ArrayList<>();

  /**
   * A script over registers.
   *
   * @param bits for each register, what {@link Scalars#unknown} told
   */
  ScalarScript(Sketch s, Register[] registers, int[] bits) {
    this.s = s;
    this.registers = registers;
    this.bits = bits;
  }

  /** Adds random steps. */
  ScalarScript steps(int count) {
    for (int i = 0; i < count; i++) {
      step(true);
    }
    return this;
  }

  private Register any() {
    return s.dice.pick(registers);
  }

  private void step(boolean mayFork) {
    switch (s.dice.below(mayFork ? 14 : 8)) {
      case 0, 1, 2, 3, 4 -> add(arithmetic());
      case 5 -> add(copy());
      case 6 -> add(special());
      case 7 -> add(new Alu(AluOp.AND, width(), any(), new Imm(mask())));
      case 8, 9, 10, 11 -> add(new Branch(condition(), s.out()));
      case 12 -> fork();
      default -> narrow(any(), s.dice.pickInt(1, 7, 8, 15, 31, 32, 63, 255, 1000));
    }
  }

  private void add(CodeElement element) {
    elements.add(element);
  }

  private Width width() {
    return s.dice.percent(60) ? Width.W64 : Width.W32;
  }

  private int mask() {
    int mask = (1 << s.dice.between(1, 14)) - 1;
    return s.dice.percent(60) ? mask : mask & ~(s.dice.pickInt(1, 3, 7, 2, 16));
  }

  private CodeElement arithmetic() {
    AluOp op = s.dice.pick(OPS);
    Width width = width();
    boolean shifts = op == AluOp.LSH || op == AluOp.RSH || op == AluOp.ARSH;
    if (s.dice.percent(shifts ? 20 : 40)) {
      return new Alu(op, width, any(), any());
    }
    int value = s.dice.percent(60) ? s.dice.between(1, 64) : s.dice.constant();
    if (shifts) {
      value = s.dice.below(width.bits());
    } else if (value == 0 && op != AluOp.ADD && op != AluOp.SUB) {
      value = 1;
    }
    return new Alu(op, width, any(), new Imm(value));
  }

  private CodeElement copy() {
    AluOp op =
        s.dice.percent(60) ? AluOp.MOV : s.dice.pick(AluOp.MOVSX8, AluOp.MOVSX16, AluOp.MOVSX32);
    Width width = op == AluOp.MOVSX32 ? Width.W64 : width();
    return new Alu(op, width, any(), any());
  }

  private CodeElement special() {
    return switch (s.dice.below(4)) {
      case 0 -> new Alu(AluOp.NEG, width(), any(), new Imm(0));
      case 1 -> new LoadImm64(any(), new Imm64.Number(s.dice.wideConstant()));
      case 2 -> new Alu(AluOp.MOV, width(), any(), new Imm(s.dice.constant()));
      default ->
          new ByteSwap(s.dice.pick(ByteSwap.Order.values()), s.dice.pickInt(16, 32, 64), any());
    };
  }

  private Jump condition() {
    Operand right =
        s.dice.percent(30)
            ? any()
            : new Imm(s.dice.percent(50) ? s.dice.between(0, 300) : s.dice.constant());
    return new Jump(s.dice.pick(JumpOp.values()), width(), any(), right, (short) 0);
  }

  /** Two ways that meet again. */
  private void fork() {
    Label other = s.label();
    Label join = s.label();
    add(new Branch(condition(), other));
    step(false);
    add(new Branch(new Goto(0, false), join));
    add(other);
    step(false);
    add(join);
  }

  /** Brings a register into 0 to {@code max}, in one of the ways that compilers use. */
  void narrow(Register r, int max) {
    switch (s.dice.below(7)) {
      case 0 -> add(new Alu(AluOp.AND, width(), r, new Imm(max)));
      case 1 -> leave(JumpOp.JGT, Width.W64, r, max);
      case 2 -> leave(JumpOp.JGE, Width.W64, r, max + 1);
      case 3 -> {
        leave(JumpOp.JSGT, Width.W64, r, max);
        leave(JumpOp.JSLT, Width.W64, r, 0);
      }
      case 4 -> {
        Width width = s.dice.percent(60) ? Width.W32 : Width.W64;
        add(new Alu(AluOp.MOD, width, r, new Imm(max + 1)));
      }
      case 5 -> {
        add(new Alu(AluOp.MOV, Width.W32, r, r));
        leave(JumpOp.JGT, s.dice.pick(Width.values()), r, max);
      }
      default -> {
        Label inside = s.label();
        JumpOp op = s.dice.pick(JumpOp.JLE, JumpOp.JLE, JumpOp.JSLE);
        add(new Branch(new Jump(op, Width.W64, r, new Imm(max), (short) 0), inside));
        add(new Branch(new Goto(0, false), s.out()));
        add(inside);
      }
    }
  }

  private void leave(JumpOp op, Width width, Register r, int value) {
    add(new Branch(new Jump(op, width, r, new Imm(value), (short) 0), s.out()));
  }

  /** Adds steps written by others: arithmetic, labels and jumps only. */
  void append(CodeElement element) {
    add(element);
  }

  /** The values that a register takes at the end, of the samples that get there. */
  long[] values(Register r) {
    Evaluator evaluator = new Evaluator(elements);
    long[] found = new long[SAMPLES];
    int count = 0;
    for (int i = 0; i < SAMPLES; i++) {
      long[] state = new long[11];
      for (int k = 0; k < registers.length; k++) {
        state[registers[k].number()] = cut(i < 2 ? -i : s.dice.wideConstant(), bits[k]);
      }
      if (evaluator.run(state)) {
        found[count++] = state[r.number()];
      }
    }
    return java.util.Arrays.copyOf(found, count);
  }

  private static long cut(long value, int bits) {
    int unused = 64 - Math.abs(bits);
    return bits < 0 ? value << unused >> unused : value << unused >>> unused;
  }

  /** Writes the steps to the sketch. */
  void write() {
    elements.forEach(s::with);
    elements.clear();
  }
}
