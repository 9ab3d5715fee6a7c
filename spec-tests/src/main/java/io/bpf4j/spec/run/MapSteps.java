package io.bpf4j.spec.run;

import static io.bpf4j.spec.run.ProgramWriter.BUFFER;
import static io.bpf4j.spec.run.ProgramWriter.KEY;
import static io.bpf4j.spec.run.ProgramWriter.VALUES;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.object.MapSpec;
import io.bpf4j.spec.generate.Dice;
import io.bpf4j.uapi.Helper;
import java.util.List;

/** Lookups with work on what they find, updates with all flags, deletions. */
final class MapSteps {
  private final ProgramWriter writer;
  private final Steps steps;
  private final Dice dice;
  private final CodeBuilder code;

  MapSteps(ProgramWriter writer, Steps steps) {
    this.writer = writer;
    this.steps = steps;
    this.dice = writer.dice;
    this.code = writer.code;
  }

  void any() {
    switch (dice.below(6)) {
      case 0 -> update();
      case 1 -> delete();
      case 2 -> direct();
      default -> lookup();
    }
  }

  private void arguments() {
    MapSpec map = dice.pick(Maps.STORES);
    // A key from the program's numbers: eight of them, of which an array has four.
    code.load(Size.W, Register.R1, Register.R10, -8 * dice.between(1, ProgramWriter.SLOTS));
    code.alu(AluOp.AND, Register.R1, 7).store(Size.W, Register.R10, KEY, Register.R1);
    code.loadMap(Register.R1, map.name()).mov(Register.R2, Register.R10);
    code.alu(AluOp.ADD, Register.R2, KEY);
  }

  private void lookup() {
    Label missing = writer.label();
    arguments();
    code.callHelper(Helper.MAP_LOOKUP_ELEM.number());
    code.jump(JumpOp.JEQ, Register.R0, 0, missing);
    work(Register.R0);
    code.bind(missing);
    writer.refill(VALUES.subList(0, 6));
  }

  /** Accesses of an array's element by its address. */
  private void direct() {
    int element = Maps.VALUE_SIZE * dice.below(4);
    Imm64 value = new Imm64.MapValueReference(Maps.DATA.name(), element);
    code.with(new LoadImm64(Register.R1, value));
    work(Register.R1);
    writer.refill(List.of(Register.R1));
  }

  private void work(Register base) {
    List<Register> values = List.of(Register.R7, Register.R8);
    for (int i = dice.between(1, 3); i > 0; i--) {
      Size size = dice.pick(Size.values());
      short offset = (short) dice.below(Maps.VALUE_SIZE - size.bytes() + 1);
      switch (dice.below(3)) {
        case 0 -> {
          boolean signed = size != Size.DW && dice.percent(50);
          code.with(new Load(size, signed, dice.pick(values), base, offset));
        }
        case 1 -> code.with(new Store(size, base, offset, writer.operand(values)));
        default -> atomic(base, values);
      }
    }
  }

  private void atomic(Register base, List<Register> values) {
    Register pointer = Register.R3;
    code.mov(pointer, base);
    if (base == Register.R0) {
      // Compare and exchange wants a number in R0.
      code.mov(Register.R0, Register.R7);
    }
    steps.atomic(pointer, 8 * dice.below(Maps.VALUE_SIZE / 8), values);
    code.mov(base, pointer).mov(pointer, Register.R7);
  }

  private void update() {
    for (int at = 0; at < Maps.VALUE_SIZE; at += 8) {
      code.store(Size.DW, Register.R10, BUFFER + at, dice.pick(Register.R7, Register.R8));
    }
    arguments();
    code.mov(Register.R3, Register.R10).alu(AluOp.ADD, Register.R3, BUFFER);
    code.mov(Register.R4, dice.pickInt(0, 0, 0, 1, 2, 3));
    code.callHelper(Helper.MAP_UPDATE_ELEM.number());
    writer.refill(VALUES.subList(1, 6));
  }

  private void delete() {
    arguments();
    code.callHelper(Helper.MAP_DELETE_ELEM.number());
    writer.refill(VALUES.subList(1, 6));
  }
}
