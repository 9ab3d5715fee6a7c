package io.bpf4j.isa;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Bytes to instructions; total: what is not known becomes {@link Raw}. */
final class Decoder {
  private static final int CLASS_MASK = 0x07;
  private static final int SOURCE_BIT = 0x08;
  private static final Instruction EXIT = new Exit();

  private Decoder() {}

  /** Decodes a buffer of whole slots, in the buffer's byte order. */
  static List<Instruction> decode(ByteBuffer in) {
    boolean little = in.order() == java.nio.ByteOrder.LITTLE_ENDIAN;
    List<Instruction> out = new ArrayList<>(in.remaining() / 8);
    while (in.hasRemaining()) {
      int opcode = in.get() & 0xff;
      int regs = in.get() & 0xff;
      int dst = little ? regs & 0xf : regs >> 4;
      int src = little ? regs >> 4 : regs & 0xf;
      short offset = in.getShort();
      int imm = in.getInt();
      Instruction instruction = null;
      if (opcode == 0x18) {
        instruction = wide(dst, src, offset, imm, in);
      } else {
        instruction = known(opcode, dst, src, offset, imm);
      }
      out.add(instruction != null ? instruction : new Raw(opcode, dst, src, offset, imm));
    }
    return out;
  }

  /** A 64-bit immediate; consumes the second slot only where both slots are well formed. */
  private static Instruction wide(int dst, int src, short offset, int low, ByteBuffer in) {
    if (dst > 10 || src > 6 || offset != 0 || in.remaining() < 8) {
      return null;
    }
    int at = in.position();
    if (in.getShort(at) != 0 || in.getShort(at + 2) != 0) {
      return null;
    }
    int high = in.getInt(at + 4);
    Imm64 value =
        switch (src) {
          case 0 -> new Imm64.Number((long) high << 32 | low & 0xffffffffL);
          case 4 -> high == 0 ? new Imm64.LocalFunction(low) : null;
          default -> new Imm64.Unresolved(src, low, high);
        };
    if (value == null) {
      return null;
    }
    in.position(at + 8);
    return new LoadImm64(Register.of(dst), value);
  }

  /** The single-slot instruction that has exactly these fields, or null where none has. */
  static Instruction known(int opcode, int dst, int src, short offset, int imm) {
    if (dst > 10 || src > 10) {
      return null;
    }
    return switch (opcode & CLASS_MASK) {
      case 0x00, 0x01 -> load(opcode, dst, src, offset, imm);
      case 0x02 -> storeImm(opcode, dst, src, offset, imm);
      case 0x03 -> storeReg(opcode, dst, src, offset, imm);
      case 0x04 -> alu(opcode, Width.W32, dst, src, offset, imm);
      case 0x07 -> alu(opcode, Width.W64, dst, src, offset, imm);
      case 0x05 -> jump(opcode, Width.W64, dst, src, offset, imm);
      default -> jump(opcode, Width.W32, dst, src, offset, imm);
    };
  }

  private static Instruction load(int opcode, int dst, int src, short offset, int imm) {
    Size size = Size.ofOpcode(opcode);
    boolean loadX = (opcode & CLASS_MASK) == 0x01;
    switch (opcode & 0xe0) {
      case 0x60:
        return loadX && imm == 0
            ? new Load(size, false, Register.of(dst), Register.of(src), offset)
            : null;
      case 0x80:
        return loadX && imm == 0 && size != Size.DW
            ? new Load(size, true, Register.of(dst), Register.of(src), offset)
            : null;
      case 0x20:
        return !loadX && size != Size.DW && dst == 0 && src == 0 && offset == 0
            ? new PacketLoad(size, null, imm)
            : null;
      case 0x40:
        return !loadX && size != Size.DW && dst == 0 && offset == 0
            ? new PacketLoad(size, Register.of(src), imm)
            : null;
      default:
        return null;
    }
  }

  private static Instruction storeImm(int opcode, int dst, int src, short offset, int imm) {
    if ((opcode & 0xe0) != 0x60 || src != 0) {
      return null;
    }
    return new Store(Size.ofOpcode(opcode), Register.of(dst), offset, new Imm(imm));
  }

  private static Instruction storeReg(int opcode, int dst, int src, short offset, int imm) {
    Size size = Size.ofOpcode(opcode);
    if ((opcode & 0xe0) == 0x60) {
      return imm == 0 ? new Store(size, Register.of(dst), offset, Register.of(src)) : null;
    }
    AtomicOp op = (opcode & 0xe0) == 0xc0 ? AtomicOp.of(imm) : null;
    if (op == null || size.bytes() < 4 && !op.isOrderedAccess()) {
      return null;
    }
    // A load-acquire's address is in src and its destination in dst, as for a plain load.
    return op == AtomicOp.LOAD_ACQ
        ? new Atomic(op, size, Register.of(src), offset, Register.of(dst))
        : new Atomic(op, size, Register.of(dst), offset, Register.of(src));
  }

  private static Instruction alu(int opcode, Width width, int dst, int src, short offset, int imm) {
    int code = opcode & 0xf0;
    boolean fromRegister = (opcode & SOURCE_BIT) != 0;
    if (code == 0xd0) {
      return byteSwap(width, fromRegister, dst, src, offset, imm);
    }
    if (code == 0xb0 && offset == 1) {
      return width == Width.W64 && fromRegister
          ? new AddrSpaceCast(Register.of(dst), Register.of(src), imm)
          : null;
    }
    AluOp op = AluOp.of(code, offset);
    if (op == null || op == AluOp.NEG && (fromRegister || src != 0 || imm != 0)) {
      return null;
    }
    if (op.isSignExtendingMove() && !fromRegister
        || op == AluOp.MOVSX32 && width == Width.W32
        || (fromRegister ? imm != 0 : src != 0)) {
      return null;
    }
    return new Alu(op, width, Register.of(dst), fromRegister ? Register.of(src) : new Imm(imm));
  }

  private static Instruction byteSwap(
      Width width, boolean sourceBit, int dst, int src, short offset, int imm) {
    if (src != 0 || offset != 0 || imm != 16 && imm != 32 && imm != 64) {
      return null;
    }
    if (width == Width.W64) {
      return sourceBit ? null : new ByteSwap(ByteSwap.Order.SWAP, imm, Register.of(dst));
    }
    return new ByteSwap(
        sourceBit ? ByteSwap.Order.TO_BE : ByteSwap.Order.TO_LE, imm, Register.of(dst));
  }

  private static Instruction jump(
      int opcode, Width width, int dst, int src, short offset, int imm) {
    int code = opcode & 0xf0;
    boolean fromRegister = (opcode & SOURCE_BIT) != 0;
    switch (code) {
      case 0x00:
        if (fromRegister || dst != 0 || src != 0) {
          return null;
        }
        if (width == Width.W32) {
          return offset == 0 ? new Goto(imm, true) : null;
        }
        return imm == 0 ? new Goto(offset, false) : null;
      case 0x80:
        return width == Width.W64 && !fromRegister && dst == 0 ? call(src, offset, imm) : null;
      case 0x90:
        boolean bare = !fromRegister && dst == 0 && src == 0 && offset == 0 && imm == 0;
        return width == Width.W64 && bare ? EXIT : null;
      case 0xe0:
        boolean mayGoto = width == Width.W64 && !fromRegister && dst == 0 && src == 0 && imm == 0;
        return mayGoto ? new MayGoto(offset) : null;
      default:
        JumpOp op = JumpOp.of(code);
        if (op == null || (fromRegister ? imm != 0 : src != 0)) {
          return null;
        }
        Operand right = fromRegister ? Register.of(src) : new Imm(imm);
        return new Jump(op, width, Register.of(dst), right, offset);
    }
  }

  private static Instruction call(int src, short offset, int imm) {
    return switch (src) {
      case 0 -> offset == 0 ? new Call(new Callee.Helper(imm)) : null;
      case 1 -> offset == 0 ? new Call(new Callee.Local(imm)) : null;
      case 2 -> new Call(new Callee.KfuncId(imm, offset));
      default -> null;
    };
  }
}
