package io.bpf4j.dsl.compiler;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Width;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a function, whose registers are the machine's, as code. */
final class Emitter {
  private final MachineFunction function;
  private final CodeBuilder code;
  private final Map<MachineBlock, Label> labels = new HashMap<>();
  private MachineInstruction now;
  private MachineBlock next;

  Emitter(MachineFunction function, CodeBuilder code) {
    this.function = function;
    this.code = code;
  }

  void emit() {
    List<MachineBlock> blocks = function.blocks();
    blocks.forEach(block -> labels.put(block, code.newLabel(block.toString())));
    for (int i = 0; i < blocks.size(); i++) {
      code.bind(labels.get(blocks.get(i)));
      next = i + 1 < blocks.size() ? blocks.get(i + 1) : null;
      blocks.get(i).instructions().forEach(this::emit);
    }
  }

  private Register def() {
    return Register.of(now.def());
  }

  private Register use(int index) {
    return Register.of(now.uses()[index]);
  }

  private void emit(MachineInstruction instruction) {
    now = instruction;
    if (instruction.line() != null) {
      code.with(instruction.line());
    }
    Shape shape = instruction.shape();
    if (shape instanceof Shape.Move) {
      code.mov(def(), use(0));
    } else if (shape instanceof Shape.Truncate) {
      code.alu32(AluOp.MOV, def(), use(0));
    } else if (shape instanceof Shape.Constant constant) {
      constant(constant.value());
    } else if (shape instanceof Shape.MapAddress address) {
      code.loadMap(def(), address.map());
    } else if (shape instanceof Shape.FrameAddress address) {
      code.mov(def(), Register.R10);
      code.alu(AluOp.ADD, def(), function.frame().offsetOf(address.slot()));
    } else if (shape instanceof Shape.Binary binary) {
      code.with(new Alu(binary.op(), binary.width(), def(), use(1)));
    } else if (shape instanceof Shape.BinaryImm binary) {
      code.with(new Alu(binary.op(), binary.width(), def(), new Imm(binary.value())));
    } else if (shape instanceof Shape.ToBigEndian swap) {
      code.with(new ByteSwap(ByteSwap.Order.TO_BE, swap.bits(), def()));
    } else if (shape instanceof Shape.Call call) {
      code.with(new Call(call.callee()));
    } else if (shape instanceof Shape.Return) {
      code.exit();
    } else {
      emitMemoryOrJump(shape);
    }
  }

  private void emitMemoryOrJump(Shape shape) {
    if (shape instanceof Shape.Load load) {
      code.load(load.size(), def(), base(load.place()), offset(load.place()));
    } else if (shape instanceof Shape.Store store) {
      code.store(store.size(), base(store.place()), offset(store.place()), lastUse());
    } else if (shape instanceof Shape.StoreImm store) {
      Imm value = new Imm(store.value());
      code.store(store.size(), base(store.place()), offset(store.place()), value);
    } else if (shape instanceof Shape.Update update) {
      short offset = (short) offset(update.place());
      code.with(new Atomic(update.op(), update.size(), base(update.place()), offset, lastUse()));
    } else if (shape instanceof Shape.Goto jump) {
      goTo(jump.target());
    } else if (shape instanceof Shape.Branch branch) {
      branch(branch.op(), branch.width(), use(1), branch.yes(), branch.no());
    } else if (shape instanceof Shape.BranchImm branch) {
      branch(branch.op(), branch.width(), new Imm(branch.value()), branch.yes(), branch.no());
    } else {
      throw new IllegalStateException("no code for " + shape);
    }
  }

  private Register lastUse() {
    return use(now.uses().length - 1);
  }

  private Register base(Shape.Place place) {
    return place.slot() == null ? use(0) : Register.R10;
  }

  private int offset(Shape.Place place) {
    int start = place.slot() == null ? 0 : function.frame().offsetOf(place.slot());
    return start + place.offset();
  }

  /** The shortest instruction that leaves all 64 bits as asked. */
  private void constant(long value) {
    if (value == (int) value && value < 0) {
      code.mov(def(), (int) value);
    } else if (value >>> 32 == 0) {
      code.alu32(AluOp.MOV, def(), new Imm((int) value));
    } else {
      code.loadImm64(def(), value);
    }
  }

  private void branch(JumpOp op, Width width, Operand right, MachineBlock yes, MachineBlock no) {
    if (yes == next) {
      jump(op.negated(), width, right, no);
    } else {
      jump(op, width, right, yes);
      goTo(no);
    }
  }

  private void jump(JumpOp op, Width width, Operand right, MachineBlock target) {
    code.with(new Branch(new Jump(op, width, use(0), right, (short) 0), labels.get(target)));
  }

  private void goTo(MachineBlock target) {
    if (target != next) {
      code.goTo(labels.get(target));
    }
  }
}
