package io.bpf4j.spec.run;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;
import io.bpf4j.spec.generate.Dice;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one random program that a kernel is meant to accept. R6 holds the context and R9 the
 * packet where it may be read directly; R0 to R5, R7 and R8 hold numbers of which the verifier
 * knows nothing, and eight stack slots do. Steps work on these; at last all of them are written to
 * the map {@code result}, and folded into the return value.
 */
final class ProgramWriter {
  /** How many bytes of the packet a program makes sure of. */
  static final int WINDOW = 64;

  static final int SLOTS = 8;

  /** Places on the stack, below the slots: a key, a value, and the registers at the end. */
  static final int KEY = -72;

  static final int BUFFER = -96;

  private static final int SPILLED = -160;

  /** The registers that hold numbers between steps. */
  static final List<Register> VALUES =
      List.of(
          Register.R0,
          Register.R1,
          Register.R2,
          Register.R3,
          Register.R4,
          Register.R5,
          Register.R7,
          Register.R8);

  /** A label of a jump whose place is a few steps on. */
  private record Due(Label label, int step) {}

  /** A function that was called, to be written behind the main one. */
  record Function(Label label, int depth) {}

  final Dice dice;
  final CodeBuilder code;
  final ProgramType type;

  /** Legacy packet loads and calls of subprograms do not go together. */
  final boolean legacyLoads;

  final List<Function> functions = new ArrayList<>();
  private final List<Due> due = new ArrayList<>();
  private Label tooShort;
  private int labels;

  private ProgramWriter(Dice dice, ProgramType type, CodeBuilder code) {
    this.dice = dice;
    this.type = type;
    this.code = code;
    this.legacyLoads = type != ProgramType.XDP && dice.percent(35);
  }

  /** The code of a program of a type. */
  static Code write(Dice dice, ProgramType type) {
    return Code.build(builder -> new ProgramWriter(dice, type, builder).write());
  }

  private void write() {
    tooShort = label();
    code.mov(Register.R6, Register.R1);
    checkPacket();
    fillSlots();
    refill(VALUES);
    Steps steps = new Steps(this);
    int count = dice.between(12, 50);
    for (int step = 0; step < count; step++) {
      bindDue(step);
      steps.any(step);
    }
    bindDue(Integer.MAX_VALUE);
    report();
    code.bind(tooShort).mov(Register.R0, 0).exit();
    for (int i = 0; i < functions.size(); i++) {
      function(functions.get(i));
    }
  }

  Label label() {
    return code.newLabel("L" + labels++);
  }

  /** Whether programs of the type read the packet through pointers. */
  boolean readsPacket() {
    return type != ProgramType.SOCKET_FILTER;
  }

  /** Puts the packet's address in R9 and makes sure of a window; leaves R1 and R2 unknown. */
  void checkPacket() {
    if (!readsPacket()) {
      return;
    }
    int data = type == ProgramType.XDP ? 0 : 76;
    code.load(Size.W, Register.R9, Register.R6, data);
    code.load(Size.W, Register.R2, Register.R6, data + 4);
    code.mov(Register.R1, Register.R9).alu(AluOp.ADD, Register.R1, WINDOW);
    code.jump(JumpOp.JGT, Register.R1, Register.R2, tooShort);
  }

  private void fillSlots() {
    if (readsPacket()) {
      for (int slot = 1; slot <= SLOTS; slot++) {
        code.load(Size.DW, Register.R0, Register.R9, dice.below(WINDOW - 7));
        code.store(Size.DW, Register.R10, -8 * slot, Register.R0);
      }
      return;
    }
    code.mov(Register.R1, Register.R6).mov(Register.R2, 0).mov(Register.R3, Register.R10);
    code.alu(AluOp.ADD, Register.R3, -8 * SLOTS).mov(Register.R4, 8 * SLOTS);
    code.callHelper(Helper.SKB_LOAD_BYTES.number());
    code.jump(JumpOp.JNE, Register.R0, 0, tooShort);
  }

  /** Loads registers from slots. */
  void refill(List<Register> registers) {
    for (Register register : registers) {
      code.load(Size.DW, register, Register.R10, -8 * dice.between(1, SLOTS));
    }
  }

  /** A label that is bound some steps later. */
  void jumpAhead(Jump jump, int step) {
    Label target = label();
    code.with(new Branch(jump, target));
    due.add(new Due(target, step + dice.between(1, 6)));
  }

  void bindDue(int step) {
    due.removeIf(
        jump -> {
          if (jump.step() <= step) {
            code.bind(jump.label());
          }
          return jump.step() <= step;
        });
  }

  Width width() {
    return dice.pick(Width.values());
  }

  Operand operand(List<Register> registers) {
    return dice.percent(50) ? dice.pick(registers) : new Imm(dice.constant());
  }

  /** Writes all numbers to the map, and returns a fold of them. */
  private void report() {
    Label none = label();
    int at = SPILLED;
    for (Register register : VALUES) {
      code.store(Size.DW, Register.R10, at, register);
      at += 8;
    }
    code.store(Size.W, Register.R10, KEY, new Imm(0));
    code.loadMap(Register.R1, Maps.RESULT.name()).mov(Register.R2, Register.R10);
    code.alu(AluOp.ADD, Register.R2, KEY).callHelper(Helper.MAP_LOOKUP_ELEM.number());
    code.jump(JumpOp.JEQ, Register.R0, 0, none);
    code.mov(Register.R2, 0);
    for (int i = 0; i < 2 * SLOTS; i++) {
      int from = i < SLOTS ? SPILLED + 8 * i : -8 * (i - SLOTS + 1);
      code.load(Size.DW, Register.R1, Register.R10, from);
      code.store(Size.DW, Register.R0, 8 * i, Register.R1);
      code.alu(AluOp.MUL, Register.R2, 31).alu(AluOp.XOR, Register.R2, Register.R1);
    }
    code.mov(Register.R0, Register.R2).alu(AluOp.RSH, Register.R2, 32);
    code.alu(AluOp.XOR, Register.R0, Register.R2);
    if (type == ProgramType.CGROUP_SKB) {
      code.alu(AluOp.AND, Register.R0, 1);
    }
    code.exit().bind(none);
  }

  private void function(Function function) {
    code.bind(function.label());
    code.mov(Register.R0, dice.pick(VALUES.subList(1, 6)));
    List<Register> values = List.of(Register.R0, Register.R1, Register.R2, Register.R3);
    Steps steps = new Steps(this);
    int count = dice.between(2, 6);
    for (int step = 0; step < count; step++) {
      bindDue(step);
      if (dice.percent(20)) {
        jumpAhead(
            new Jump(
                dice.pick(JumpOp.values()), width(), dice.pick(values), operand(values), (short) 0),
            step);
      } else {
        steps.alu(values);
      }
    }
    bindDue(Integer.MAX_VALUE);
    if (function.depth() < 4 && dice.percent(30)) {
      code.mov(Register.R4, Register.R1).mov(Register.R5, Register.R2);
      steps.call(function.depth() + 1);
    }
    code.exit();
  }
}
