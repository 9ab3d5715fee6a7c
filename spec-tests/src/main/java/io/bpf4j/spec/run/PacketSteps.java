package io.bpf4j.spec.run;

import static io.bpf4j.spec.run.ProgramWriter.BUFFER;
import static io.bpf4j.spec.run.ProgramWriter.VALUES;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.spec.generate.Dice;
import io.bpf4j.uapi.Helper;

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
    switch (writer.type) {
      case XDP -> xdp();
      case SCHED_CLS -> trafficControl();
      default -> read();
    }
  }

  private void xdp() {
    switch (dice.below(7)) {
      case 0 -> change(Helper.XDP_ADJUST_HEAD, dice.between(-40, 16));
      case 1 -> change(Helper.XDP_ADJUST_TAIL, dice.between(-16, 60));
      case 2 -> change(Helper.XDP_ADJUST_META, -4 * dice.between(-1, 9));
      case 3 -> copy(Helper.XDP_LOAD_BYTES);
      case 4 -> copy(Helper.XDP_STORE_BYTES);
      case 5 -> call(Helper.XDP_GET_BUFF_LEN);
      default -> redirect();
    }
  }

  private void trafficControl() {
    switch (dice.below(17)) {
      case 0, 1 -> copy(Helper.SKB_LOAD_BYTES);
      case 2 -> copy(Helper.SKB_LOAD_BYTES_RELATIVE, dice.between(0, 2));
      case 3, 4 -> copy(Helper.SKB_STORE_BYTES, dice.pickInt(0, 0, 1, 2, 3, 4));
      case 5 -> checksum(Helper.L3_CSUM_REPLACE, dice.pickInt(0, 2, 2, 4, 4, 3, 0x10));
      case 6 ->
          checksum(
              Helper.L4_CSUM_REPLACE,
              dice.pickInt(0, 2, 4, 0x10, 0x12, 0x14, 0x20, 0x22, 0x24, 0x34, 0x64, 0x94, 0x1));
      case 7 -> call(Helper.CSUM_UPDATE, dice.constant());
      case 8 -> call(Helper.CSUM_LEVEL, dice.between(0, 4));
      case 9 -> change(Helper.SKB_CHANGE_TAIL, length(), dice.percent(95) ? 0 : 1);
      case 10 -> change(Helper.SKB_CHANGE_HEAD, dice.below(20), dice.percent(95) ? 0 : 1);
      case 11 -> change(Helper.SKB_CHANGE_TYPE, dice.below(6));
      case 12, 13 -> change(Helper.SKB_VLAN_PUSH, dice.pickInt(0x81, 0xa888, 0), dice.constant());
      case 14 -> change(Helper.SKB_VLAN_POP);
      case 15 -> hash();
      default -> redirect();
    }
  }

  private void read() {
    // A cgroup's programs see the packet from its network header on.
    if (dice.percent(50)) {
      copy(Helper.SKB_LOAD_BYTES);
    } else {
      copy(Helper.SKB_LOAD_BYTES_RELATIVE, dice.between(0, 2));
    }
  }

  /**
   * Lengths that the packet can have, and some that it cannot. None is much longer than what came
   * in: the kernel would be asked again, with more room for the answer, and run the program twice.
   */
  private int length() {
    return dice.pickInt(
        dice.between(60, 200), dice.between(0, 70), dice.between(16_065, 20_000), -1);
  }

  /** Calls a helper with the context and numbers. */
  private void call(Helper helper, int... arguments) {
    code.mov(Register.R1, Register.R6);
    for (int i = 0; i < arguments.length; i++) {
      code.mov(Register.of(i + 2), arguments[i]);
    }
    code.callHelper(helper.number());
    writer.refill(VALUES.subList(1, 6));
  }

  /** The same for one that may move the packet, which has to be looked at anew. */
  private void change(Helper helper, int... arguments) {
    call(helper, arguments);
    writer.checkPacket();
    writer.refill(VALUES.subList(1, 3));
  }

  /** Calls a helper that copies between the packet and the stack. */
  private void copy(Helper helper, int... last) {
    int size = dice.between(1, 16);
    code.store(Size.DW, Register.R10, BUFFER, Register.R7);
    code.store(Size.DW, Register.R10, BUFFER + 8, Register.R8);
    code.mov(Register.R1, Register.R6).mov(Register.R2, offset()).mov(Register.R3, Register.R10);
    code.alu(AluOp.ADD, Register.R3, BUFFER).mov(Register.R4, size);
    if (last.length > 0) {
      code.mov(Register.R5, last[0]);
    }
    code.callHelper(helper.number());
    if (helper == Helper.SKB_STORE_BYTES) {
      writer.checkPacket();
    }
    writer.refill(VALUES.subList(1, 6));
    if (dice.percent(70)) {
      code.load(Size.DW, Register.R7, Register.R10, BUFFER);
    }
  }

  private int offset() {
    return dice.percent(90) ? dice.below(80) : dice.pickInt(-1, 0x10000, 200, Integer.MIN_VALUE);
  }

  /** Replaces a checksum by numbers that the program computed. */
  private void checksum(Helper helper, int flags) {
    boolean difference = (flags & 0xf) == 0 && dice.percent(80);
    if (difference) {
      code.mov(Register.R3, 0);
    } else {
      code.mov(Register.R3, Register.R7);
    }
    code.mov(Register.R4, Register.R8);
    code.mov(Register.R1, Register.R6).mov(Register.R2, offset()).mov(Register.R5, flags);
    code.callHelper(helper.number());
    writer.checkPacket();
    writer.refill(VALUES.subList(1, 6));
  }

  /** A hash that is known is not computed. */
  private void hash() {
    call(Helper.SET_HASH, dice.constant() | 1);
    if (dice.percent(50)) {
      call(Helper.GET_HASH_RECALC);
    } else {
      call(Helper.SET_HASH_INVALID);
    }
  }

  private void redirect() {
    code.mov(Register.R1, dice.between(0, 3)).mov(Register.R2, dice.pickInt(0, 0, 1, 2));
    code.callHelper(Helper.REDIRECT.number());
    writer.refill(VALUES.subList(1, 6));
  }
}
