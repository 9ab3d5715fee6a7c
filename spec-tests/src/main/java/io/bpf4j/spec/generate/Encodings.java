package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.isa.Width;
import io.bpf4j.uapi.Helper;
import java.nio.ByteOrder;
import java.util.List;

/** Instructions as bits: each field, reserved ones too, with what does not belong there. */
final class Encodings {
  private Encodings() {}

  /** The family: harmless instructions, some with one field changed. */
  static void write(Sketch s) {
    s.mov(R3, 3).mov(R4, 4).mov(R7, 7).store(Size.DW, R10, -8, 0);
    int count = s.dice.between(2, 6);
    for (int i = 0; i < count; i++) {
      Instruction instruction = harmless(s);
      if (s.slip()) {
        corrupted(s, instruction).forEach(s::with);
      } else {
        s.with(instruction);
      }
      s.mov(R3, 3).mov(R4, 4);
    }
  }

  private static Instruction harmless(Sketch s) {
    AluOp op = s.dice.pick(AluOp.ADD, AluOp.MUL, AluOp.AND, AluOp.RSH, AluOp.MOD, AluOp.SDIV);
    Width width = s.dice.pick(Width.values());
    return switch (s.dice.below(13)) {
      case 0 -> new Alu(op, width, R3, new Imm(s.dice.between(1, 31)));
      case 1 -> new Alu(op, width, R3, R4);
      case 2 -> new Alu(AluOp.NEG, width, R3, new Imm(0));
      case 3 -> new ByteSwap(s.dice.pick(ByteSwap.Order.values()), s.dice.pickInt(16, 32, 64), R3);
      case 4 -> new LoadImm64(R3, new Imm64.Number(s.dice.wideConstant()));
      case 5 -> new Load(s.dice.pick(Size.values()), false, R3, R10, (short) -8);
      case 6 -> new Store(s.dice.pick(Size.values()), R10, (short) -8, R4);
      case 7 -> new Store(s.dice.pick(Size.values()), R10, (short) -8, new Imm(1));
      case 8 -> new Atomic(s.dice.pick(AtomicOp.ADD, AtomicOp.XCHG), Size.DW, R10, (short) -8, R3);
      case 9 -> new Jump(s.dice.pick(JumpOp.values()), width, R3, R4, (short) 0);
      case 10 -> new Goto(0, s.dice.percent(50));
      case 11 -> new Call(new Callee.Helper(Helper.GET_PRANDOM_U32.number()));
      default -> new Load(Size.W, true, R3, s.dice.percent(5) ? R6 : R10, (short) -8);
    };
  }

  private static List<Instruction> corrupted(Sketch s, Instruction instruction) {
    byte[] bytes = Code.of(List.of(instruction)).encode(ByteOrder.LITTLE_ENDIAN);
    int slot = bytes.length > 8 && s.dice.percent(50) ? 8 : 0;
    switch (s.dice.below(6)) {
      case 0 -> bytes[slot] = (byte) s.dice.below(256);
      case 1 -> bytes[slot] ^= (byte) (1 << s.dice.below(8));
      case 2 -> bytes[slot + 1] ^= (byte) (s.dice.between(1, 15) << 4);
      case 3 -> bytes[slot + 1] ^= (byte) s.dice.between(1, 15);
      case 4 -> bytes[slot + 2] ^= (byte) s.dice.pickInt(1, 2, 8, 16, 32);
      default -> bytes[slot + 4 + s.dice.below(2)] ^= (byte) s.dice.between(1, 255);
    }
    return Code.decode(bytes, ByteOrder.LITTLE_ENDIAN).instructions();
  }

  /** A constant division or shift that has no meaning is a matter of encoding, too. */
  static void constants(Sketch s) {
    AluOp op = s.dice.pick(AluOp.DIV, AluOp.MOD, AluOp.SDIV, AluOp.SMOD, AluOp.LSH, AluOp.RSH);
    Width width = s.dice.pick(Width.values());
    int value = s.slip() ? s.dice.pickInt(0, -1, width.bits(), width.bits() + 1) : 1;
    s.mov(R0, 9).with(new Alu(op, width, R0, new Imm(value)));
  }
}
