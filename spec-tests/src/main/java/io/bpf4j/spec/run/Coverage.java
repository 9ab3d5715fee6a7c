package io.bpf4j.spec.run;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.isa.Width;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many programs executed each form of instruction: its kind, operation, width, and whether its
 * operand is a register or an immediate.
 */
public final class Coverage {
  private final Map<String, Integer> forms = new TreeMap<>();
  private final Map<String, Integer> types = new TreeMap<>();
  private final Map<String, Integer> helpers = new TreeMap<>();

  /** Begins with every form there is, at zero. */
  public Coverage() {
    for (Width width : Width.values()) {
      for (AluOp op : AluOp.values()) {
        if (op != AluOp.MOVSX32 || width == Width.W64) {
          forms.put(alu(op, width, op.isSignExtendingMove() ? "reg" : "imm"), 0);
          forms.put(alu(op, width, op == AluOp.NEG ? "imm" : "reg"), 0);
        }
      }
      for (JumpOp op : JumpOp.values()) {
        forms.put(jump(op, width, "imm"), 0);
        forms.put(jump(op, width, "reg"), 0);
      }
    }
    for (ByteSwap.Order order : ByteSwap.Order.values()) {
      for (int bits = 16; bits <= 64; bits *= 2) {
        forms.put("swap " + order + " " + bits, 0);
      }
    }
    for (Size size : Size.values()) {
      forms.put("load " + size, 0);
      forms.put("store " + size + " imm", 0);
      forms.put("store " + size + " reg", 0);
      if (size != Size.DW) {
        forms.put("load signed " + size, 0);
        forms.put("packet load " + size + " absolute", 0);
        forms.put("packet load " + size + " indirect", 0);
      }
      for (AtomicOp op : AtomicOp.values()) {
        if (op.isOrderedAccess() || size == Size.W || size == Size.DW) {
          forms.put("atomic " + op + " " + size, 0);
        }
      }
    }
    for (String single :
        new String[] {
          "goto short",
          "goto long",
          "may_goto",
          "call helper",
          "call subprogram",
          "exit",
          "imm64 number",
          "imm64 map",
          "imm64 map value"
        }) {
      forms.put(single, 0);
    }
  }

  private static String alu(AluOp op, Width width, String source) {
    return "alu " + op + " " + width.bits() + " " + source;
  }

  private static String jump(JumpOp op, Width width, String source) {
    return "jump " + op + " " + width.bits() + " " + source;
  }

  /** Counts a program that executed these instructions. */
  void add(ProgramType type, Collection<Instruction> executed) {
    types.merge(type.name(), 1, Integer::sum);
    Set<String> seen = new HashSet<>();
    Set<String> called = new HashSet<>();
    for (Instruction instruction : executed) {
      seen.add(form(instruction));
      if (instruction instanceof Call call && call.callee() instanceof Callee.Helper helper) {
        called.add(Helper.of(helper.id()).cName());
      }
    }
    seen.forEach(form -> forms.merge(form, 1, Integer::sum));
    called.forEach(helper -> helpers.merge(helper, 1, Integer::sum));
  }

  private static String source(Operand operand) {
    return operand instanceof Imm ? "imm" : "reg";
  }

  private static String form(Instruction i) {
    return switch (i.kind()) {
      case ALU -> alu(((Alu) i).op(), ((Alu) i).width(), source(((Alu) i).src()));
      case BYTE_SWAP -> "swap " + ((ByteSwap) i).order() + " " + ((ByteSwap) i).bits();
      case LOAD_IMM64 -> "imm64 " + value(((LoadImm64) i).value());
      case LOAD -> (((Load) i).signed() ? "load signed " : "load ") + ((Load) i).size();
      case STORE -> "store " + ((Store) i).size() + " " + source(((Store) i).src());
      case ATOMIC -> "atomic " + ((Atomic) i).op() + " " + ((Atomic) i).size();
      case JUMP -> jump(((Jump) i).op(), ((Jump) i).width(), source(((Jump) i).src()));
      case GOTO -> ((Goto) i).isLong() ? "goto long" : "goto short";
      case MAY_GOTO -> "may_goto";
      case CALL -> ((Call) i).callee() instanceof Callee.Local ? "call subprogram" : "call helper";
      case EXIT -> "exit";
      case PACKET_LOAD ->
          "packet load "
              + ((PacketLoad) i).size()
              + (((PacketLoad) i).index() == null ? " absolute" : " indirect");
      case ADDR_SPACE_CAST, INDIRECT_GOTO, RAW -> i.toString();
    };
  }

  private static String value(Imm64 value) {
    if (value instanceof Imm64.Number) {
      return "number";
    }
    return value instanceof Imm64.MapReference ? "map" : "map value";
  }

  /** Programs by form; those that none executed with 0. */
  public Map<String, Integer> forms() {
    return Map.copyOf(forms);
  }

  /** The table as text, three forms a line. */
  public String table() {
    StringBuilder out = new StringBuilder();
    out.append("program types: ").append(types).append('\n');
    out.append("helpers: ").append(helpers).append('\n');
    int column = 0;
    for (Map.Entry<String, Integer> form : forms.entrySet()) {
      String end = ++column % 3 == 0 ? "%n" : "   ";
      out.append(String.format("%-24s %6d" + end, form.getKey(), form.getValue()));
    }
    return out.append(column % 3 == 0 ? "" : "\n").toString();
  }
}
