package io.bpf4j.asm;

import io.bpf4j.isa.AddrSpaceCast;
import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Raw;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.isa.Width;

/**
 * The syntax of LLVM's BPF back end as {@code llvm-objdump -d --no-print-imm-hex} of LLVM 19 shows
 * it: w-registers for 32-bit operations, plain loads and stores with whole registers. What it shows
 * as unknown unless told a CPU level or shows wrongly (fetching 32-bit atomics) is written as with
 * {@code --mcpu=v3}. Load-acquire and store-release, which came with LLVM 20, are written as there.
 */
final class LlvmDialect implements Dialect {
  @Override
  public String text(Instruction instruction) {
    return switch (instruction.kind()) {
      case ALU -> alu((Alu) instruction);
      case BYTE_SWAP -> byteSwap((ByteSwap) instruction);
      case LOAD_IMM64 -> wide((LoadImm64) instruction);
      case LOAD -> {
        Load i = (Load) instruction;
        String type = i.signed() ? "s" : "u";
        yield i.dst() + " = *(" + type + bits(i.size()) + " *)" + address(i.base(), i.offset());
      }
      case STORE -> {
        Store i = (Store) instruction;
        yield "*" + typedAddress(i.size(), i.base(), i.offset()) + " = " + i.src();
      }
      case ATOMIC -> atomic((Atomic) instruction);
      case JUMP -> {
        Jump i = (Jump) instruction;
        String condition =
            register(i.dst(), i.width())
                + " "
                + Operators.symbol(i.op())
                + " "
                + operand(i.src(), i.width());
        yield "if " + condition + " goto " + distance(i.offset());
      }
      case GOTO -> {
        Goto i = (Goto) instruction;
        yield (i.isLong() ? "gotol " : "goto ") + distance(i.offset());
      }
      case CALL -> "call " + callee(((Call) instruction).callee());
      case EXIT -> "exit";
      case PACKET_LOAD -> packetLoad((PacketLoad) instruction);
      case MAY_GOTO -> "may_goto " + distance(((MayGoto) instruction).offset());
      case ADDR_SPACE_CAST -> {
        AddrSpaceCast i = (AddrSpaceCast) instruction;
        int to = i.spaces() >>> 16;
        int from = i.spaces() & 0xffff;
        yield i.dst() + " = addr_space_cast(" + i.src() + ", " + to + ", " + from + ")";
      }
      case RAW ->
          Opcodes.isIndirectGoto(instruction) ? "gotox r" + ((Raw) instruction).dst() : "<unknown>";
    };
  }

  private static String alu(Alu i) {
    String dst = register(i.dst(), i.width());
    if (i.op() == AluOp.NEG) {
      return dst + " = -" + dst;
    }
    return dst + " " + Operators.assignment(i.op()) + operand(i.src(), i.width());
  }

  private static String byteSwap(ByteSwap i) {
    String name =
        switch (i.order()) {
          case TO_LE -> "le";
          case TO_BE -> "be";
          case SWAP -> "bswap";
        };
    return i.dst() + " = " + name + i.bits() + " " + i.dst();
  }

  private static String wide(LoadImm64 i) {
    if (i.value() instanceof Imm64.Number number) {
      return i.dst() + " = " + number.value() + " ll";
    }
    if (i.value() instanceof Imm64.LocalFunction function) {
      return "ld_pseudo " + i.dst() + ", 4, " + function.offset();
    }
    if (i.value() instanceof Imm64.Unresolved kept) {
      String high = kept.high() == 0 ? "" : ", " + kept.high();
      return "ld_pseudo " + i.dst() + ", " + kept.source() + ", " + kept.low() + high;
    }
    return i.dst() + " = " + symbol(i.value()) + " ll";
  }

  private static String symbol(Imm64 value) {
    if (value instanceof Imm64.MapReference reference) {
      return reference.map();
    }
    if (value instanceof Imm64.MapValueReference reference) {
      return reference.map() + "+" + reference.offset();
    }
    if (value instanceof Imm64.SubprogramAddress address) {
      return address.subprogram();
    }
    return ((Imm64.KernelSymbol) value).symbol();
  }

  private static String atomic(Atomic i) {
    String src = register(i.src(), i.size() == Size.DW ? Width.W64 : Width.W32);
    String r0 = register(Register.R0, i.size() == Size.DW ? Width.W64 : Width.W32);
    String memory = typedAddress(i.size(), i.base(), i.offset());
    String suffix = i.size() == Size.DW ? "_64" : "32_32";
    // xchg and cmpxchg show the address without a type and without parentheses.
    String bare = i.base() + signed(i.offset());
    return switch (i.op()) {
      case ADD -> "lock *" + memory + " += " + i.src();
      case OR -> "lock *" + memory + " |= " + src;
      case AND -> "lock *" + memory + " &= " + src;
      case XOR -> "lock *" + memory + " ^= " + src;
      case FETCH_ADD -> src + " = atomic_fetch_add(" + memory + ", " + src + ")";
      case FETCH_OR -> src + " = atomic_fetch_or(" + memory + ", " + src + ")";
      case FETCH_AND -> src + " = atomic_fetch_and(" + memory + ", " + src + ")";
      case FETCH_XOR -> src + " = atomic_fetch_xor(" + memory + ", " + src + ")";
      case XCHG -> src + " = xchg" + suffix + "(" + bare + ", " + src + ")";
      case CMPXCHG -> r0 + " = cmpxchg" + suffix + "(" + bare + ", " + r0 + ", " + src + ")";
      case LOAD_ACQ -> src + " = load_acquire(" + memory + ")";
      case STORE_REL -> "store_release(" + memory + ", " + src + ")";
    };
  }

  private static String packetLoad(PacketLoad i) {
    String place;
    if (i.index() == null) {
      place = Integer.toString(i.offset());
    } else {
      place = i.index() + (i.offset() == 0 ? "" : signed(i.offset()));
    }
    return "r0 = *(u" + bits(i.size()) + " *)skb[" + place + "]";
  }

  private static String callee(Callee callee) {
    if (callee instanceof Callee.Helper helper) {
      return Integer.toString(helper.id());
    }
    if (callee instanceof Callee.Local local) {
      return Integer.toString(local.offset());
    }
    if (callee instanceof Callee.KfuncId kfunc) {
      return Integer.toString(kfunc.btfId());
    }
    return callee instanceof Callee.Subprogram subprogram
        ? subprogram.name()
        : ((Callee.Kfunc) callee).name();
  }

  private static String typedAddress(Size size, Register base, int offset) {
    return "(u" + bits(size) + " *)" + address(base, offset);
  }

  private static String address(Register base, int offset) {
    return "(" + base + signed(offset) + ")";
  }

  private static String signed(int offset) {
    return offset < 0 ? " - " + -(long) offset : " + " + offset;
  }

  private static String distance(int offset) {
    return offset < 0 ? Integer.toString(offset) : "+" + offset;
  }

  private static int bits(Size size) {
    return size.bytes() * 8;
  }

  private static String operand(Operand operand, Width width) {
    return operand instanceof Register register ? register(register, width) : operand.toString();
  }

  private static String register(Register register, Width width) {
    return width == Width.W64 ? register.toString() : "w" + register.number();
  }
}
