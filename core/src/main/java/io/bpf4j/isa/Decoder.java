package io.bpf4j.isa;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Bytes to instructions; total: what is not known becomes {@link Raw}. */
final class Decoder {
  /** What an opcode stands for. */
  @FunctionalInterface
  private interface Form {
    /** The instruction with these fields, or null where there is none. Registers are 0 to 10. */
    Instruction with(int dst, int src, short offset, int imm);
  }

  private static final int WIDE = 0x18;
  private static final int FROM_REGISTER = 0x08;
  private static final Register[] REGISTERS = Register.values();
  private static final int LEAST_KEPT = -256;
  private static final Imm[] KEPT = new Imm[1024 - LEAST_KEPT];
  private static final Instruction EXIT = new Exit();
  private static final Form[] FORMS = new Form[256];

  static {
    Arrays.setAll(KEPT, i -> new Imm(i + LEAST_KEPT));
    Arrays.fill(FORMS, (Form) (dst, src, offset, imm) -> null);
    memory();
    atomics();
    packetLoads();
    for (Width width : Width.values()) {
      arithmetic(width);
      conditionalJumps(width);
    }
    byteSwap(0xd4, ByteSwap.Order.TO_LE);
    byteSwap(0xdc, ByteSwap.Order.TO_BE);
    byteSwap(0xd7, ByteSwap.Order.SWAP);
    control();
  }

  private Decoder() {}

  /** Decodes whole slots. */
  static List<Instruction> decode(byte[] bytes, ByteOrder order) {
    boolean little = order == ByteOrder.LITTLE_ENDIAN;
    int slots = bytes.length / Slot.BYTES;
    Instruction[] out = new Instruction[slots];
    int count = 0;
    for (int pc = 0; pc < slots; pc++) {
      long slot = Slot.read(bytes, pc, little);
      Instruction instruction = null;
      if (Slot.opcode(slot) != WIDE) {
        instruction = known(slot);
      } else if (pc + 1 < slots) {
        instruction = wide(slot, Slot.read(bytes, pc + 1, little));
        pc += instruction == null ? 0 : 1;
      }
      out[count++] = instruction != null ? instruction : raw(slot);
    }
    return List.of(count == slots ? out : Arrays.copyOf(out, count));
  }

  private static Instruction known(long slot) {
    return known(
        Slot.opcode(slot), Slot.dst(slot), Slot.src(slot), Slot.offset(slot), Slot.imm(slot));
  }

  /** The single-slot instruction that has exactly these fields, or null where none has. */
  static Instruction known(int opcode, int dst, int src, short offset, int imm) {
    return dst > 10 || src > 10 ? null : FORMS[opcode].with(dst, src, offset, imm);
  }

  private static Raw raw(long slot) {
    return new Raw(
        Slot.opcode(slot), Slot.dst(slot), Slot.src(slot), Slot.offset(slot), Slot.imm(slot));
  }

  /** A 64-bit immediate, or null where the two slots are none. */
  private static Instruction wide(long first, long second) {
    int src = Slot.src(first);
    int low = Slot.imm(first);
    int high = Slot.imm(second);
    boolean reserved = Slot.offset(first) != 0 || (second & Slot.ALL_BUT_IMM) != 0;
    if (reserved || Slot.dst(first) > 10 || src > 6 || src == 4 && high != 0) {
      return null;
    }
    Imm64 value =
        switch (src) {
          case 0 -> new Imm64.Number((long) high << 32 | low & 0xffffffffL);
          case 4 -> new Imm64.LocalFunction(low);
          default -> new Imm64.Unresolved(src, low, high);
        };
    return new LoadImm64(REGISTERS[Slot.dst(first)], value);
  }

  private static Operand imm(int value) {
    int at = value - LEAST_KEPT;
    return at >= 0 && at < KEPT.length ? KEPT[at] : new Imm(value);
  }

  private static void memory() {
    for (Size size : Size.values()) {
      FORMS[0x61 | size.code()] = load(size, false);
      if (size != Size.DW) {
        FORMS[0x81 | size.code()] = load(size, true);
      }
      FORMS[0x62 | size.code()] =
          (dst, src, offset, imm) ->
              src == 0 ? new Store(size, REGISTERS[dst], offset, imm(imm)) : null;
      FORMS[0x63 | size.code()] =
          (dst, src, offset, imm) ->
              imm == 0 ? new Store(size, REGISTERS[dst], offset, REGISTERS[src]) : null;
    }
  }

  private static Form load(Size size, boolean signed) {
    return (dst, src, offset, imm) ->
        imm == 0 ? new Load(size, signed, REGISTERS[dst], REGISTERS[src], offset) : null;
  }

  private static void atomics() {
    for (Size size : Size.values()) {
      FORMS[0xc3 | size.code()] =
          (dst, src, offset, imm) -> {
            AtomicOp op = AtomicOp.of(imm);
            if (op == null || size.bytes() < 4 && !op.isOrderedAccess()) {
              return null;
            }
            // A load-acquire's address is in src and its destination in dst, as for a plain load.
            return op == AtomicOp.LOAD_ACQ
                ? new Atomic(op, size, REGISTERS[src], offset, REGISTERS[dst])
                : new Atomic(op, size, REGISTERS[dst], offset, REGISTERS[src]);
          };
    }
  }

  private static void packetLoads() {
    for (Size size : new Size[] {Size.B, Size.H, Size.W}) {
      FORMS[0x20 | size.code()] =
          (dst, src, offset, imm) ->
              dst == 0 && src == 0 && offset == 0 ? new PacketLoad(size, null, imm) : null;
      FORMS[0x40 | size.code()] =
          (dst, src, offset, imm) ->
              dst == 0 && offset == 0 ? new PacketLoad(size, REGISTERS[src], imm) : null;
    }
  }

  private static void arithmetic(Width width) {
    int itsClass = width == Width.W64 ? 0x07 : 0x04;
    for (int code = 0x00; code <= 0xc0; code += 0x10) {
      AluOp plain = AluOp.of(code, 0);
      int itsCode = code;
      if (plain != AluOp.NEG) {
        FORMS[itsClass | code] =
            (dst, src, offset, imm) -> {
              AluOp op = offset == 0 ? plain : AluOp.of(itsCode, offset);
              return op == null || op.isSignExtendingMove() || src != 0
                  ? null
                  : new Alu(op, width, REGISTERS[dst], imm(imm));
            };
        FORMS[itsClass | code | FROM_REGISTER] =
            (dst, src, offset, imm) -> {
              AluOp op = offset == 0 ? plain : AluOp.of(itsCode, offset);
              return op == null || op == AluOp.MOVSX32 && width == Width.W32 || imm != 0
                  ? null
                  : new Alu(op, width, REGISTERS[dst], REGISTERS[src]);
            };
      } else {
        FORMS[itsClass | code] =
            (dst, src, offset, imm) ->
                src == 0 && offset == 0 && imm == 0
                    ? new Alu(AluOp.NEG, width, REGISTERS[dst], imm(0))
                    : null;
      }
    }
    if (width == Width.W64) {
      Form move = FORMS[0xbf];
      FORMS[0xbf] =
          (dst, src, offset, imm) ->
              offset == 1
                  ? new AddrSpaceCast(REGISTERS[dst], REGISTERS[src], imm)
                  : move.with(dst, src, offset, imm);
    }
  }

  private static void byteSwap(int opcode, ByteSwap.Order order) {
    FORMS[opcode] =
        (dst, src, offset, imm) ->
            src == 0 && offset == 0 && (imm == 16 || imm == 32 || imm == 64)
                ? new ByteSwap(order, imm, REGISTERS[dst])
                : null;
  }

  private static void conditionalJumps(Width width) {
    int itsClass = width == Width.W64 ? 0x05 : 0x06;
    for (JumpOp op : JumpOp.values()) {
      FORMS[itsClass | op.code()] =
          (dst, src, offset, imm) ->
              src == 0 ? new Jump(op, width, REGISTERS[dst], imm(imm), offset) : null;
      FORMS[itsClass | op.code() | FROM_REGISTER] =
          (dst, src, offset, imm) ->
              imm == 0 ? new Jump(op, width, REGISTERS[dst], REGISTERS[src], offset) : null;
    }
  }

  private static void control() {
    FORMS[0x05] =
        (dst, src, offset, imm) ->
            dst == 0 && src == 0 && imm == 0 ? new Goto(offset, false) : null;
    FORMS[0x06] =
        (dst, src, offset, imm) -> dst == 0 && src == 0 && offset == 0 ? new Goto(imm, true) : null;
    FORMS[0x0d] =
        (dst, src, offset, imm) ->
            src == 0 && offset == 0 && imm == 0 ? new IndirectGoto(REGISTERS[dst]) : null;
    FORMS[0x85] = (dst, src, offset, imm) -> dst == 0 ? call(src, offset, imm) : null;
    FORMS[0x95] =
        (dst, src, offset, imm) -> dst == 0 && src == 0 && offset == 0 && imm == 0 ? EXIT : null;
    FORMS[0xe5] =
        (dst, src, offset, imm) -> dst == 0 && src == 0 && imm == 0 ? new MayGoto(offset) : null;
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
