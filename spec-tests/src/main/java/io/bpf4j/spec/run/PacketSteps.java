package io.bpf4j.spec.run;

import static io.bpf4j.spec.run.ProgramWriter.BUFFER;
import static io.bpf4j.spec.run.ProgramWriter.VALUES;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Register;
import io.bpf4j.spec.generate.Dice;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;

/** Calls of helpers that read, write, resize and check the packet. */
final class PacketSteps {
  private final ProgramWriter writer;
  private final Dice dice;
  private final CodeBuilder code;

  PacketSteps(ProgramWriter writer) {
    this.writer = writer;
    this.dice = writer.dice;
    this.code = writer.code;
  }

  void any() {
    if (writer.type == ProgramType.XDP) {
      xdp();
    } else {
      loadBytes();
    }
  }

  private void xdp() {
    switch (dice.below(3)) {
      case 0 -> call(Helper.XDP_ADJUST_HEAD, dice.between(-40, 16));
      case 1 -> call(Helper.XDP_ADJUST_TAIL, dice.between(-16, 60));
      default -> call(Helper.XDP_ADJUST_META, -4 * dice.between(-1, 9));
    }
  }

  /** Calls a helper with the context and numbers; looks at the packet anew. */
  private void call(Helper helper, int... arguments) {
    code.mov(Register.R1, Register.R6);
    for (int i = 0; i < arguments.length; i++) {
      code.mov(Register.of(i + 2), arguments[i]);
    }
    code.callHelper(helper.number());
    writer.checkPacket();
    writer.refill(VALUES.subList(1, 6));
  }

  private void loadBytes() {
    int size = dice.between(1, 16);
    code.mov(Register.R1, Register.R6).mov(Register.R2, offset()).mov(Register.R3, Register.R10);
    code.alu(AluOp.ADD, Register.R3, BUFFER).mov(Register.R4, size);
    code.callHelper(Helper.SKB_LOAD_BYTES.number());
    writer.refill(VALUES.subList(1, 6));
    if (size >= 8) {
      code.load(io.bpf4j.isa.Size.DW, Register.R7, Register.R10, BUFFER);
    }
  }

  private int offset() {
    return dice.percent(90) ? dice.below(80) : dice.pickInt(-1, 0x10000, 200, Integer.MIN_VALUE);
  }
}
