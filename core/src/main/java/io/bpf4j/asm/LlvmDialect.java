package io.bpf4j.asm;

import io.bpf4j.isa.AddrSpaceCast;
import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.IndirectGoto;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.isa.Width;

/**
 * The syntax of LLVM's BPF back end as {@code llvm-objdump -d} of LLVM 19 shows it. What it shows
 * as unknown unless told a CPU level or shows wrongly (fetching 32-bit atomics) is written as with
 * {@code --mcpu=v3}. Load-acquire and store-release, which came with LLVM 20, are written as there.
 */
final class LlvmDialect implements Dialect {
  private final LlvmSyntax syntax;

  LlvmDialect(LlvmSyntax syntax) {
    this.syntax = syntax;
  }

  @Override
  public String text(Instruction instruction) {
    return switch (instruction.kind()) {
      case ALU -> alu((Alu) instruction);
      case BYTE_SWAP -> byteSwap((ByteSwap) instruction);
      case LOAD_IMM64 -> wide((LoadImm64) instruction);
      case LOAD -> {
        Load i = (Load) instruction;
        String type = i.signed() ? "s" : "u";
        String dst = register(i.dst(), i.signed() ? Width.W64 : narrow(i.size()));
        yield dst + " = *(" + type + bits(i.size()) + " *)" + address(i.base(), i.offset());
      }
      case STORE -> {
        Store i = (Store) instruction;
        yield "*"
            + typedAddress(i.size(), i.base(), i.offset())
            + " = "
            + operand(i.src(), narrow(i.size()));
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
        yield i.dst()
            + " = addr_space_cast("
            + i.src()
            + ", "
            + number(to)
            + ", "
            + number(from)
            + ")";
      }
      case INDIRECT_GOTO -> "gotox " + ((IndirectGoto) instruction).target();
      case RAW -> "<unknown>";
    };
  }

  private String alu(Alu i) {
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

  private String wide(LoadImm64 i) {
    if (i.value() instanceof Imm64.Number number) {
      return i.dst() + " = " + number(number.value()) + " ll";
    }
    if (i.value() instanceof Imm64.LocalFunction function) {
      return "ld_pseudo " + i.dst() + ", 4, " + number(function.offset());
    }
    if (i.value() instanceof Imm64.Unresolved kept) {
      String high = kept.high() == 0 ? "" : ", " + number(kept.high());
      return "ld_pseudo " + i.dst() + ", " + kept.source() + ", " + number(kept.low()) + high;
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

  private String atomic(Atomic i) {
    String src = register(i.src(), i.size() == Size.DW ? Width.W64 : Width.W32);
    String r0 = register(Register.R0, i.size() == Size.DW ? Width.W64 : Width.W32);
    String memory = typedAddress(i.size(), i.base(), i.offset());
    String suffix = i.size() == Size.DW ? "_64" : "32_32";
    // xchg and cmpxchg show the address without a type and without parentheses.
    String bare = i.base() + signed(i.offset());
    return switch (i.op()) {
      case ADD -> "lock *" + memory + " += " + register(i.src(), narrow(i.size()));
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

  private String packetLoad(PacketLoad i) {
    String place;
    if (i.index() == null) {
      place = number(i.offset());
    } else {
      place = i.index() + (i.offset() == 0 ? "" : signed(i.offset()));
    }
    return "r0 = *(u" + bits(i.size()) + " *)skb[" + place + "]";
  }

  private String callee(Callee callee) {
    if (callee instanceof Callee.Helper helper) {
      return number(helper.id());
    }
    if (callee instanceof Callee.Local local) {
      return number(local.offset());
    }
    if (callee instanceof Callee.KfuncId kfunc) {
      return number(kfunc.btfId());
    }
    return callee instanceof Callee.Subprogram subprogram
        ? subprogram.name()
        : ((Callee.Kfunc) callee).name();
  }

  private String typedAddress(Size size, Register base, int offset) {
    return "(u" + bits(size) + " *)" + address(base, offset);
  }

  private String address(Register base, int offset) {
    return "(" + base + signed(offset) + ")";
  }

  private String signed(int offset) {
    return offset < 0 ? " - " + number(-(long) offset) : " + " + number(offset);
  }

  private String distance(int offset) {
    return offset < 0 ? number(offset) : "+" + number(offset);
  }

  private static int bits(Size size) {
    return size.bytes() * 8;
  }

  private String operand(Operand operand, Width width) {
    return operand instanceof Register register
        ? register(register, width)
        : number(((Imm) operand).value());
  }

  /** The width of the register that holds what is loaded or stored. */
  private Width narrow(Size size) {
    return syntax.alu32() && size != Size.DW ? Width.W32 : Width.W64;
  }

  private static String register(Register register, Width width) {
    return width == Width.W64 ? register.toString() : "w" + register.number();
  }

  /** A number, with its sign before the base. */
  private String number(long value) {
    if (!syntax.hexadecimal()) {
      return Long.toString(value);
    }
    return value < 0 ? "-0x" + Long.toHexString(-value) : "0x" + Long.toHexString(value);
  }
}
