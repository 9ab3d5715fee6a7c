package io.bpf4j.asm;

import io.bpf4j.isa.AddrSpaceCast;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Raw;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.isa.Width;
import io.bpf4j.uapi.Helper;
import java.util.Locale;

/**
 * The syntax of the kernel's verifier log, as Linux 6.18 shows it: the opcode in parentheses,
 * {@code pc+5} for targets, comparisons with hexadecimal numbers. Pseudo immediates without a name
 * and slots that are no instruction, which the log does not show as such, are written as the
 * assembler reads them: {@code ld_pseudo} and {@code .insn}.
 */
final class KernelDialect implements Dialect {
  private final Dialect llvm = new LlvmDialect(LlvmSyntax.DECIMAL);

  @Override
  public String text(Instruction instruction) {
    String text = bare(instruction);
    return instruction.kind() == Instruction.Kind.RAW && text.startsWith(".")
        ? text
        : String.format(Locale.ROOT, "(%02x) %s", Opcodes.of(instruction), text);
  }

  private String bare(Instruction instruction) {
    return switch (instruction.kind()) {
      case ALU, BYTE_SWAP, EXIT -> llvm.text(instruction);
      case ADDR_SPACE_CAST -> {
        AddrSpaceCast i = (AddrSpaceCast) instruction;
        int to = i.spaces() >>> 16;
        yield i.dst()
            + " = addr_space_cast("
            + i.src()
            + ", "
            + to
            + ", "
            + (i.spaces() & 0xffff)
            + ")";
      }
      case LOAD_IMM64 -> {
        LoadImm64 i = (LoadImm64) instruction;
        yield i.value() instanceof Imm64.Number number
            ? i.dst() + " = 0x" + Long.toHexString(number.value())
            : llvm.text(i);
      }
      case LOAD -> {
        Load i = (Load) instruction;
        yield i.dst() + " = *" + memory(i.signed() ? "s" : "u", i.size(), i.base(), i.offset());
      }
      case STORE -> {
        Store i = (Store) instruction;
        yield "*" + memory("u", i.size(), i.base(), i.offset()) + " = " + i.src();
      }
      case ATOMIC -> atomic((Atomic) instruction);
      case JUMP -> {
        Jump i = (Jump) instruction;
        String right =
            i.src() instanceof Imm imm
                ? "0x" + Integer.toHexString(imm.value())
                : register((Register) i.src(), i.width());
        yield "if "
            + register(i.dst(), i.width())
            + " "
            + Operators.symbol(i.op())
            + " "
            + right
            + " goto "
            + pc(i.offset());
      }
      case GOTO -> {
        Goto i = (Goto) instruction;
        yield (i.isLong() ? "gotol " : "goto ") + pc(i.offset());
      }
      case MAY_GOTO -> "may_goto " + pc(((MayGoto) instruction).offset());
      case CALL -> "call " + callee(((Call) instruction).callee());
      case PACKET_LOAD -> {
        PacketLoad i = (PacketLoad) instruction;
        String index = i.index() == null ? "" : i.index() + " + ";
        yield "r0 = *(u" + i.size().bytes() * 8 + " *)skb[" + index + i.offset() + "]";
      }
      case INDIRECT_GOTO -> llvm.text(instruction);
      case RAW -> raw((Raw) instruction);
    };
  }

  private static String raw(Raw i) {
    return String.format(
        Locale.ROOT,
        ".insn 0x%02x, %d, %d, %d, %d",
        i.opcode(),
        i.dst(),
        i.src(),
        i.offset(),
        i.imm());
  }

  private static String atomic(Atomic i) {
    String src = i.src().toString();
    String memory = memory("u", i.size(), i.base(), i.offset());
    String name = i.size() == Size.DW ? "atomic64_" : "atomic_";
    String call = src + " = " + name;
    String operands = "(" + memory + ", " + src + ")";
    return switch (i.op()) {
      case ADD -> "lock *" + memory + " += " + src;
      case OR -> "lock *" + memory + " |= " + src;
      case AND -> "lock *" + memory + " &= " + src;
      case XOR -> "lock *" + memory + " ^= " + src;
      case FETCH_ADD -> call + "fetch_add" + operands;
      case FETCH_OR -> call + "fetch_or" + operands;
      case FETCH_AND -> call + "fetch_and" + operands;
      case FETCH_XOR -> call + "fetch_xor" + operands;
      case XCHG -> call + "xchg" + operands;
      case CMPXCHG -> "r0 = " + name + "cmpxchg(" + memory + ", r0, " + src + ")";
      case LOAD_ACQ -> src + " = load_acquire(" + memory + ")";
      case STORE_REL -> "store_release" + operands;
    };
  }

  private static String callee(Callee callee) {
    if (callee instanceof Callee.Helper helper) {
      Helper known = Helper.of(helper.id());
      return (known == null ? "unknown" : known.cName()) + "#" + helper.id();
    }
    if (callee instanceof Callee.Local local) {
      return pc(local.offset());
    }
    if (callee instanceof Callee.KfuncId kfunc) {
      return "kfunc#" + kfunc.btfId();
    }
    return callee instanceof Callee.Subprogram subprogram
        ? subprogram.name()
        : ((Callee.Kfunc) callee).name();
  }

  private static String memory(String sign, Size size, Register base, int offset) {
    return "(" + sign + size.bytes() * 8 + " *)(" + base + " " + signed(offset) + ")";
  }

  private static String pc(int distance) {
    return "pc" + signed(distance);
  }

  private static String signed(int number) {
    return number < 0 ? Integer.toString(number) : "+" + number;
  }

  private static String register(Register register, Width width) {
    return width == Width.W64 ? register.toString() : "w" + register.number();
  }
}
