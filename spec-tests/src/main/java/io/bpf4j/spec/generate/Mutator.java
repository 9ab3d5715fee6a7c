package io.bpf4j.spec.generate;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeElement;
import io.bpf4j.isa.Exit;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.isa.Width;
import java.util.ArrayList;
import java.util.List;

/** Changes one or two instructions of a program in ways in which programs go wrong. */
final class Mutator {
  private final Dice dice;
  private final List<String> log;

  /**
   * A mutator.
   *
   * @param log where it writes what it changed
   */
  Mutator(Dice dice, List<String> log) {
    this.dice = dice;
    this.log = log;
  }

  /** The code with one change, at times two. */
  Code mutate(Code code) {
    Code changed = once(code);
    return dice.percent(20) ? once(changed) : changed;
  }

  private Code once(Code code) {
    List<CodeElement> elements = new ArrayList<>(code.elements());
    for (int tries = 0; tries < 20; tries++) {
      // The last instruction stays: nothing can be bound after the end.
      int at = dice.below(elements.size() - 1);
      CodeElement before = elements.get(at);
      if (before instanceof Label) {
        continue;
      }
      List<CodeElement> after = change(before, elements);
      if (after.size() == 1 && after.get(0).equals(before)) {
        continue;
      }
      log.add(before + " -> " + after);
      elements.remove(at);
      elements.addAll(at, after);
      return Code.build(builder -> elements.forEach(builder::with));
    }
    return code;
  }

  private List<CodeElement> change(CodeElement element, List<CodeElement> all) {
    if (dice.percent(element instanceof Branch ? 20 : 8)) {
      return List.of();
    }
    if (dice.percent(5)) {
      return List.of(element, element);
    }
    if (dice.percent(8)) {
      CodeElement other = dice.pick(all);
      return other instanceof Label ? List.of(element) : List.of(other, element);
    }
    if (element instanceof Branch branch) {
      return List.of(branch(branch, all));
    }
    return List.of(instruction((Instruction) element));
  }

  private CodeElement branch(Branch branch, List<CodeElement> all) {
    if (!(branch.instruction() instanceof Jump jump) || dice.percent(20)) {
      List<Label> labels =
          all.stream().filter(Label.class::isInstance).map(Label.class::cast).toList();
      return new Branch(branch.instruction(), dice.pick(labels));
    }
    JumpOp op = jump.op();
    Width width = jump.width();
    Register dst = jump.dst();
    Operand src = jump.src();
    switch (dice.below(6)) {
      case 0 -> op = dice.pick(JumpOp.values());
      case 1 -> op = op == JumpOp.JSET ? JumpOp.JNE : op.negated();
      case 2 -> width = width == Width.W64 ? Width.W32 : Width.W64;
      case 3 -> dst = other(dst);
      default -> src = other(src);
    }
    return new Branch(new Jump(op, width, dst, src, (short) 0), branch.target());
  }

  private Register other(Register register) {
    return Register.of((register.number() + dice.between(1, 10)) % 11);
  }

  private Operand other(Operand operand) {
    return operand instanceof Imm imm ? new Imm(off(imm.value())) : other((Register) operand);
  }

  private int off(int value) {
    return switch (dice.below(6)) {
      case 0, 1 -> value + 1;
      case 2, 3 -> value - 1;
      case 4 -> -value;
      default -> dice.constant();
    };
  }

  private short off(short offset) {
    return (short) (offset + dice.pickInt(1, -1, 2, 4, -4, 8, -8, -512));
  }

  private Instruction instruction(Instruction instruction) {
    return switch (instruction.kind()) {
      case ALU -> alu((Alu) instruction);
      case LOAD -> load((Load) instruction);
      case STORE -> store((Store) instruction);
      case EXIT -> dice.percent(50) ? new Goto(0, false) : new Exit();
      case LOAD_IMM64 -> wide((LoadImm64) instruction);
      case ATOMIC -> atomic((Atomic) instruction);
      case CALL -> call((Call) instruction);
      case BYTE_SWAP, JUMP, GOTO, PACKET_LOAD -> instruction;
      case MAY_GOTO, ADDR_SPACE_CAST, INDIRECT_GOTO, RAW -> instruction;
    };
  }

  private Instruction alu(Alu alu) {
    if (alu.op() == AluOp.NEG || alu.op().isSignExtendingMove()) {
      return new Alu(alu.op(), alu.width(), other(alu.dst()), alu.src());
    }
    return switch (dice.below(5)) {
      case 0 -> new Alu(plain(), alu.width(), alu.dst(), alu.src());
      case 1 ->
          new Alu(alu.op(), alu.width() == Width.W64 ? Width.W32 : Width.W64, alu.dst(), alu.src());
      case 2 -> new Alu(alu.op(), alu.width(), other(alu.dst()), alu.src());
      default -> new Alu(alu.op(), alu.width(), alu.dst(), other(alu.src()));
    };
  }

  private AluOp plain() {
    return dice.pick(
        AluOp.ADD,
        AluOp.SUB,
        AluOp.MUL,
        AluOp.DIV,
        AluOp.OR,
        AluOp.AND,
        AluOp.LSH,
        AluOp.RSH,
        AluOp.MOD,
        AluOp.XOR,
        AluOp.MOV,
        AluOp.ARSH);
  }

  private Instruction wide(LoadImm64 load) {
    if (load.value() instanceof Imm64.MapReference && dice.percent(60)) {
      return new LoadImm64(load.dst(), new Imm64.MapReference(dice.pick(MapKit.ALL).name()));
    }
    return new LoadImm64(other(load.dst()), load.value());
  }

  private Instruction atomic(Atomic atomic) {
    return dice.percent(50)
        ? new Atomic(atomic.op(), atomic.size(), atomic.base(), off(atomic.offset()), atomic.src())
        : new Atomic(
            atomic.op(), atomic.size(), atomic.base(), atomic.offset(), other(atomic.src()));
  }

  private Instruction call(Call call) {
    return call.callee() instanceof Callee.Helper
        ? new Call(new Callee.Helper(dice.pickInt(1, 2, 3, 5, 7, 8, 14, 25, 125, 131)))
        : call;
  }

  private Instruction load(Load load) {
    Size size = load.size();
    Register dst = load.dst();
    Register base = load.base();
    short offset = load.offset();
    boolean signed = load.signed();
    switch (dice.below(5)) {
      case 0 -> size = dice.pick(Size.values());
      case 1 -> dst = other(dst);
      case 2 -> base = other(base);
      case 3 -> offset = off(offset);
      default -> signed = !signed;
    }
    return new Load(size, signed && size != Size.DW, dst, base, offset);
  }

  private Instruction store(Store store) {
    return switch (dice.below(4)) {
      case 0 -> new Store(dice.pick(Size.values()), store.base(), store.offset(), store.src());
      case 1 -> new Store(store.size(), other(store.base()), store.offset(), store.src());
      case 2 -> new Store(store.size(), store.base(), off(store.offset()), store.src());
      default -> new Store(store.size(), store.base(), store.offset(), other(store.src()));
    };
  }
}
