package io.bpf4j.isa;

import java.nio.ByteOrder;

/** Instructions to bytes. */
final class Encoder {
  private final byte[] out;
  private final References references;
  private final boolean little;
  private int pc;

  Encoder(int slots, ByteOrder order, References references) {
    this.out = new byte[slots * Slot.BYTES];
    this.references = references;
    this.little = order == ByteOrder.LITTLE_ENDIAN;
  }

  byte[] bytes() {
    return out;
  }

  void encode(Instruction instruction) {
    switch (instruction.kind()) {
      case ALU -> {
        Alu i = (Alu) instruction;
        int base = (i.width() == Width.W64 ? 0x07 : 0x04) | i.op().code();
        withOperand(base, i.dst().number(), i.op().offset(), i.src());
      }
      case BYTE_SWAP -> {
        ByteSwap i = (ByteSwap) instruction;
        int opcode =
            switch (i.order()) {
              case TO_LE -> 0xd4;
              case TO_BE -> 0xdc;
              case SWAP -> 0xd7;
            };
        slot(opcode, i.dst().number(), 0, 0, i.bits());
      }
      case LOAD_IMM64 -> wide((LoadImm64) instruction);
      case LOAD -> {
        Load i = (Load) instruction;
        int opcode = (i.signed() ? 0x81 : 0x61) | i.size().code();
        slot(opcode, i.dst().number(), i.base().number(), i.offset(), 0);
      }
      case STORE -> {
        Store i = (Store) instruction;
        if (i.src() instanceof Register src) {
          slot(0x63 | i.size().code(), i.base().number(), src.number(), i.offset(), 0);
        } else {
          int imm = ((Imm) i.src()).value();
          slot(0x62 | i.size().code(), i.base().number(), 0, i.offset(), imm);
        }
      }
      case ATOMIC -> {
        Atomic i = (Atomic) instruction;
        boolean loads = i.op() == AtomicOp.LOAD_ACQ;
        Register dst = loads ? i.src() : i.base();
        Register src = loads ? i.base() : i.src();
        slot(0xc3 | i.size().code(), dst.number(), src.number(), i.offset(), i.op().code());
      }
      case JUMP -> {
        Jump i = (Jump) instruction;
        int base = (i.width() == Width.W64 ? 0x05 : 0x06) | i.op().code();
        withOperand(base, i.dst().number(), i.offset(), i.src());
      }
      case GOTO -> {
        Goto i = (Goto) instruction;
        slot(
            i.isLong() ? 0x06 : 0x05,
            0,
            0,
            i.isLong() ? 0 : i.offset(),
            i.isLong() ? i.offset() : 0);
      }
      case CALL -> call(((Call) instruction).callee());
      case EXIT -> slot(0x95, 0, 0, 0, 0);
      case PACKET_LOAD -> {
        PacketLoad i = (PacketLoad) instruction;
        int mode = i.index() == null ? 0x20 : 0x40;
        slot(mode | i.size().code(), 0, i.index() == null ? 0 : i.index().number(), 0, i.offset());
      }
      case MAY_GOTO -> slot(0xe5, 0, 0, ((MayGoto) instruction).offset(), 0);
      case ADDR_SPACE_CAST -> {
        AddrSpaceCast i = (AddrSpaceCast) instruction;
        slot(0xbf, i.dst().number(), i.src().number(), 1, i.spaces());
      }
      case INDIRECT_GOTO -> slot(0x0d, ((IndirectGoto) instruction).target().number(), 0, 0, 0);
      case RAW -> {
        Raw i = (Raw) instruction;
        slot(i.opcode(), i.dst(), i.src(), i.offset(), i.imm());
      }
    }
  }

  private void wide(LoadImm64 instruction) {
    int dst = instruction.dst().number();
    if (instruction.value() instanceof Imm64.Number number) {
      wide(dst, 0, (int) number.value(), (int) (number.value() >>> 32));
    } else if (instruction.value() instanceof Imm64.LocalFunction function) {
      wide(dst, 4, function.offset(), 0);
    } else if (instruction.value() instanceof Imm64.Unresolved kept) {
      wide(dst, kept.source(), kept.low(), kept.high());
    } else {
      References.Fields fields = references.imm64(pc, instruction.value());
      wide(dst, fields.source(), fields.imm(), fields.next());
    }
  }

  private void wide(int dst, int src, int low, int high) {
    slot(0x18, dst, src, 0, low);
    slot(0, 0, 0, 0, high);
  }

  private void call(Callee callee) {
    if (callee instanceof Callee.Helper helper) {
      slot(0x85, 0, 0, 0, helper.id());
    } else if (callee instanceof Callee.Local local) {
      slot(0x85, 0, 1, 0, local.offset());
    } else if (callee instanceof Callee.KfuncId kfunc) {
      slot(0x85, 0, 2, kfunc.module(), kfunc.btfId());
    } else {
      References.Fields fields = references.callee(pc, callee);
      slot(0x85, 0, fields.source(), fields.next(), fields.imm());
    }
  }

  private void withOperand(int base, int dst, int offset, Operand src) {
    if (src instanceof Register register) {
      slot(base | 0x08, dst, register.number(), offset, 0);
    } else {
      slot(base, dst, 0, offset, ((Imm) src).value());
    }
  }

  private void slot(int opcode, int dst, int src, int offset, int imm) {
    Slot.write(out, pc++, little, Slot.of(opcode, dst, src, offset, imm));
  }
}
