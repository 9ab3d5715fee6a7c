package io.bpf4j.spec.vm;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.isa.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random XDP programs that the kernel must accept: registers are filled from the packet, of whose
 * contents the verifier knows nothing, then worked on with every arithmetic operation, stack
 * access, atomic and forward jump; at last all of them are folded into the return value.
 */
final class RandomCode {
  static final int PACKET_SIZE = 64;

  private static final int VALUES = 9;
  private static final int SLOTS = 8;
  private static final int STEPS = 60;
  private static final int[] NUMBERS = {0, 1, -1, 2, 7, 63, 64, 255, 256, 0x7fff, 0x8000, 1 << 31};

  private final Random random;
  private final CodeBuilder code;
  private final List<Label> pending = new ArrayList<>();
  private final List<Integer> due = new ArrayList<>();

  private RandomCode(long seed, CodeBuilder code) {
    this.random = new Random(seed);
    this.code = code;
  }

  static Code of(long seed) {
    return Code.build(builder -> new RandomCode(seed, builder).write());
  }

  private void write() {
    Label tooShort = code.newLabel("tooShort");
    code.load(Size.W, Register.R9, Register.R1, 0).load(Size.W, Register.R2, Register.R1, 4);
    code.mov(Register.R1, Register.R9).alu(AluOp.ADD, Register.R1, PACKET_SIZE);
    code.jump(JumpOp.JGT, Register.R1, Register.R2, tooShort);
    for (int slot = 0; slot < SLOTS; slot++) {
      code.load(Size.DW, Register.R0, Register.R9, random.nextInt(PACKET_SIZE - 7));
      code.store(Size.DW, Register.R10, -8 * (slot + 1), Register.R0);
    }
    for (int value = 0; value < VALUES; value++) {
      code.load(Size.DW, Register.of(value), Register.R9, random.nextInt(PACKET_SIZE - 7));
    }
    for (int step = 0; step < STEPS; step++) {
      bindDue(step);
      step(step);
    }
    bindDue(Integer.MAX_VALUE);
    fold();
    code.exit().bind(tooShort).mov(Register.R0, 0).exit();
  }

  private void bindDue(int step) {
    for (int i = pending.size() - 1; i >= 0; i--) {
      if (due.get(i) <= step) {
        code.bind(pending.remove(i));
        due.remove(i);
      }
    }
  }

  private Register value() {
    return Register.of(random.nextInt(VALUES));
  }

  private Width width() {
    return random.nextBoolean() ? Width.W64 : Width.W32;
  }

  private int number() {
    return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextInt();
  }

  private <E> E oneOf(E[] all) {
    return all[random.nextInt(all.length)];
  }

  private void step(int step) {
    switch (random.nextInt(10)) {
      case 0 ->
          code.with(new ByteSwap(oneOf(ByteSwap.Order.values()), 16 << random.nextInt(3), value()));
      case 1 -> jump(step);
      case 2 -> store();
      case 3 -> load();
      case 4 -> atomic();
      case 5 -> code.loadImm64(value(), random.nextLong() >> random.nextInt(64));
      default -> alu();
    }
  }

  private void alu() {
    AluOp op = oneOf(AluOp.values());
    Width width = op == AluOp.MOVSX32 ? Width.W64 : width();
    Operand source = value();
    if (op == AluOp.NEG) {
      source = new Imm(0);
    } else if (!op.isSignExtendingMove() && random.nextBoolean()) {
      source = new Imm(immediate(op, width));
    }
    code.with(new Alu(op, width, value(), source));
  }

  /** The verifier refuses a constant divisor of zero, and a constant shift of the whole width. */
  private int immediate(AluOp op, Width width) {
    return switch (op) {
      case DIV, SDIV, MOD, SMOD -> {
        int divisor = number();
        yield divisor == 0 ? 3 : divisor;
      }
      case LSH, RSH, ARSH -> random.nextInt(width.bits());
      default -> number();
    };
  }

  private void jump(int step) {
    Label target = code.newLabel("after" + step);
    Operand source = random.nextBoolean() ? value() : new Imm(number());
    code.with(
        new Branch(new Jump(oneOf(JumpOp.values()), width(), value(), source, (short) 0), target));
    pending.add(target);
    due.add(step + 1 + random.nextInt(6));
  }

  /** An aligned place on the stack. */
  private short place(Size size) {
    return (short) (-size.bytes() * (1 + random.nextInt(8 * SLOTS / size.bytes())));
  }

  private void store() {
    Size size = oneOf(Size.values());
    Operand source = random.nextBoolean() ? value() : new Imm(number());
    code.with(new Store(size, Register.R10, place(size), source));
  }

  private void load() {
    Size size = oneOf(Size.values());
    boolean signed = size != Size.DW && random.nextBoolean();
    if (random.nextBoolean()) {
      code.with(new Load(size, signed, value(), Register.R10, place(size)));
    } else {
      short offset = (short) random.nextInt(PACKET_SIZE - size.bytes() + 1);
      code.with(new Load(size, signed, value(), Register.R9, offset));
    }
  }

  private void atomic() {
    AtomicOp op = oneOf(AtomicOp.values());
    Size size = random.nextBoolean() ? Size.DW : Size.W;
    if (op.isOrderedAccess()) {
      size = oneOf(Size.values());
    }
    code.with(new Atomic(op, size, Register.R10, place(size), value()));
  }

  private void fold() {
    for (int value = 1; value < VALUES; value++) {
      code.alu(AluOp.MUL, Register.R0, 31).alu(AluOp.XOR, Register.R0, Register.of(value));
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      code.load(Size.DW, Register.R1, Register.R10, -8 * (slot + 1));
      code.alu(AluOp.MUL, Register.R0, 31).alu(AluOp.XOR, Register.R0, Register.R1);
    }
    code.mov(Register.R1, Register.R0).alu(AluOp.RSH, Register.R1, 32);
    code.alu(AluOp.XOR, Register.R0, Register.R1);
  }
}
