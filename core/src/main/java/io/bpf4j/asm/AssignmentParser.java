package io.bpf4j.asm;

import io.bpf4j.isa.AddrSpaceCast;
import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;
import java.util.List;
import java.util.Set;

/** Reads what begins with a register: {@code r1 += 2}, {@code w3 = w4}, {@code r1 = map ll}. */
final class AssignmentParser {
  private static final String VALUE = "a register, a number, a name or an operation";

  private static final List<String> SWAPS =
      List.of("be16", "be32", "be64", "le16", "le32", "le64", "bswap16", "bswap32", "bswap64");
  private static final List<String> OPERATIONS =
      List.of(
          "addr_space_cast",
          "load_acquire",
          "atomic_fetch_add",
          "atomic_fetch_or",
          "atomic_fetch_and",
          "atomic_fetch_xor",
          "atomic_xchg",
          "atomic_cmpxchg",
          "xchg_64",
          "xchg32_32",
          "cmpxchg_64",
          "cmpxchg32_32");

  private final Cursor in;
  private final Symbols symbols;
  private final Set<String> labels;
  private final Cursor.Named dst;

  AssignmentParser(Cursor in, Symbols symbols, Set<String> labels, Cursor.Named dst) {
    this.in = in;
    this.symbols = symbols;
    this.labels = labels;
    this.dst = dst;
  }

  /**
   * @param wide whether the opcode of a 64-bit immediate stood before
   */
  Statement parse(boolean wide) {
    for (AluOp op : AluOp.values()) {
      if (op != AluOp.MOV && op != AluOp.NEG && !op.isSignExtendingMove()) {
        String symbol = Operators.assignment(op).strip();
        if (in.accept(symbol)) {
          return Statement.of(new Alu(op, dst.width(), dst.register(), right()));
        }
      }
    }
    if (!in.accept("=")) {
      throw in.expected("an assignment such as = or +=");
    }
    return value(wide);
  }

  private Operand right() {
    int mark = in.mark();
    Cursor.Named register = in.registerOrNull();
    if (register == null) {
      return new Imm(in.imm());
    }
    if (register.width() != dst.width()) {
      in.reset(mark);
      throw in.expected("a register as wide as the left one");
    }
    return register.register();
  }

  private Statement value(boolean wide) {
    if (in.accept("*")) {
      return Statement.of(load());
    }
    if (in.accept("(")) {
      return Statement.of(signExtending());
    }
    int mark = in.mark();
    if (in.accept("-")) {
      if (in.sees("r") || in.sees("w")) {
        sameAs(dst);
        return Statement.of(new Alu(AluOp.NEG, dst.width(), dst.register(), new Imm(0)));
      }
      in.reset(mark);
    }
    if (in.seesDigit() || in.sees("-") || in.sees("+")) {
      return Statement.of(number(wide));
    }
    if (in.registerOrNull() != null) {
      in.reset(mark);
      return Statement.of(new Alu(AluOp.MOV, dst.width(), dst.register(), right()));
    }
    mark = in.column() - 1;
    String name = in.name(VALUE);
    if (name.equals("map") && in.accept("[id:")) {
      return Statement.of(new LoadImm64(whole(mark), mapById()));
    }
    if (name.equals("subprog") && in.accept("[")) {
      int distance = in.imm();
      in.expect("]");
      return Statement.of(new LoadImm64(whole(mark), new Imm64.LocalFunction(distance)));
    }
    return in.accept("(") ? Statement.of(operation(name, mark)) : named(name, mark);
  }

  /** {@code map[id:5]} or {@code map[id:5][0]+16}, as bpftool shows what is loaded. */
  private Imm64 mapById() {
    int id = in.imm();
    in.expect("]");
    if (!in.accept("[")) {
      return new Imm64.Unresolved(1, id, 0);
    }
    in.expect("0");
    in.expect("]");
    return new Imm64.Unresolved(2, id, in.imm());
  }

  private Instruction number(boolean wide) {
    int mark = in.mark();
    long value = in.number64();
    if (wide || in.acceptWord("ll")) {
      in.acceptWord("ll");
      return new LoadImm64(whole(mark), new Imm64.Number(value));
    }
    in.reset(mark);
    return new Alu(AluOp.MOV, dst.width(), dst.register(), new Imm(in.imm()));
  }

  private Register whole(int mark) {
    if (dst.width() != Width.W64) {
      throw in.error(mark, "expected a 64-bit register before 64 bits");
    }
    return dst.register();
  }

  private void sameAs(Cursor.Named wanted) {
    int mark = in.mark();
    if (!in.register().equals(wanted)) {
      in.reset(mark);
      throw in.expected("the register that is assigned");
    }
  }

  private Instruction load() {
    int mark = in.mark();
    Address type = Address.type(in);
    if (in.acceptWord("skb")) {
      return packetLoad(type, mark);
    }
    in.reset(mark);
    Address from = Address.memory(in);
    if (dst.width() == Width.W32 && (from.size() == Size.DW || from.signed())) {
      throw in.error(mark, "expected an unsigned type of at most 32 bits for a w-register");
    }
    return new Load(from.size(), from.signed(), dst.register(), from.base(), from.offset());
  }

  private Instruction packetLoad(Address type, int mark) {
    if (dst.register() != Register.R0 || type.signed() || type.size() == Size.DW) {
      throw in.error(mark, "expected r0 = *(u8, u16 or u32 *)skb[...]");
    }
    in.expect("[");
    Cursor.Named index = in.registerOrNull();
    int offset = 0;
    if (index == null) {
      offset = in.imm();
    } else if (in.accept("+")) {
      offset = in.imm();
    } else if (in.sees("-")) {
      offset = in.imm();
    }
    in.expect("]");
    return new PacketLoad(type.size(), index == null ? null : index.register(), offset);
  }

  private Instruction signExtending() {
    int mark = in.mark();
    AluOp op =
        switch (in.wordOrEmpty()) {
          case "s8" -> AluOp.MOVSX8;
          case "s16" -> AluOp.MOVSX16;
          case "s32" -> AluOp.MOVSX32;
          default -> null;
        };
    if (op == null || op == AluOp.MOVSX32 && dst.width() == Width.W32) {
      in.reset(mark);
      throw in.expected(dst.width() == Width.W32 ? "s8 or s16" : "s8, s16 or s32");
    }
    in.expect(")");
    if (!in.sees("r") && !in.sees("w")) {
      throw in.expected("a register");
    }
    return new Alu(op, dst.width(), dst.register(), right());
  }

  /** A byte swap, or the address of what a name stands for. */
  private Statement named(String name, int mark) {
    ByteSwap.Order order =
        switch (name) {
          case "le16", "le32", "le64" -> ByteSwap.Order.TO_LE;
          case "be16", "be32", "be64" -> ByteSwap.Order.TO_BE;
          case "bswap16", "bswap32", "bswap64" -> ByteSwap.Order.SWAP;
          default -> null;
        };
    if (order != null && (in.sees("r") || in.sees("w"))) {
      sameAs(dst);
      int bits = Integer.parseInt(name.substring(name.length() - 2));
      return Statement.of(new ByteSwap(order, bits, whole(mark)));
    }
    int offset = in.sees("+") || in.sees("-") ? in.imm() : 0;
    if (in.sees("r") || in.sees("w")) {
      throw in.unknown(mark, "a byte swap", SWAPS);
    }
    if (!in.acceptWord("ll")) {
      throw in.expected("\"ll\" after the name of an address");
    }
    Register register = whole(mark);
    if (labels.contains(name) && offset == 0) {
      return new Statement(new LoadImm64(register, new Imm64.LocalFunction(0)), name, mark);
    }
    Imm64 value = symbols.address(name, offset);
    if (value == null) {
      throw in.unknown(mark, "a " + symbols.kinds(), symbols.names());
    }
    return Statement.of(new LoadImm64(register, value));
  }

  private Instruction operation(String name, int mark) {
    Instruction result =
        switch (name) {
          case "addr_space_cast" -> addressSpaceCast(mark);
          case "load_acquire" -> {
            Address from = Address.memory(in);
            yield atomic(AtomicOp.LOAD_ACQ, from, dst.register(), mark);
          }
          case "atomic_fetch_add", "atomic64_fetch_add" -> fetching(AtomicOp.FETCH_ADD, mark);
          case "atomic_fetch_or", "atomic64_fetch_or" -> fetching(AtomicOp.FETCH_OR, mark);
          case "atomic_fetch_and", "atomic64_fetch_and" -> fetching(AtomicOp.FETCH_AND, mark);
          case "atomic_fetch_xor", "atomic64_fetch_xor" -> fetching(AtomicOp.FETCH_XOR, mark);
          case "atomic_xchg", "atomic64_xchg" -> fetching(AtomicOp.XCHG, mark);
          case "atomic_cmpxchg", "atomic64_cmpxchg" -> exchange(InstructionParser.atomic(in), mark);
          case "xchg_64" -> fetching(AtomicOp.XCHG, bare(Size.DW), mark);
          case "xchg32_32" -> fetching(AtomicOp.XCHG, bare(Size.W), mark);
          case "cmpxchg_64" -> exchange(bare(Size.DW), mark);
          case "cmpxchg32_32" -> exchange(bare(Size.W), mark);
          default -> throw in.unknown(mark, "an operation", OPERATIONS);
        };
    in.expect(")");
    return result;
  }

  private Address bare(Size size) {
    return Address.bare(in, new Address(size, false, null, (short) 0));
  }

  private Instruction addressSpaceCast(int mark) {
    Register to = whole(mark);
    Cursor.Named from = in.register();
    in.expect(",");
    int high = (int) in.number(0, 0xffff);
    in.expect(",");
    return new AddrSpaceCast(to, from.register(), high << 16 | (int) in.number(0, 0xffff));
  }

  private Instruction fetching(AtomicOp op, int mark) {
    return fetching(op, InstructionParser.atomic(in), mark);
  }

  private Instruction fetching(AtomicOp op, Address to, int mark) {
    in.expect(",");
    sameAs(dst);
    return atomic(op, to, dst.register(), mark);
  }

  private Instruction exchange(Address to, int mark) {
    in.expect(",");
    if (dst.register() != Register.R0) {
      throw in.error(mark, "expected r0 before a compare-and-exchange");
    }
    sameAs(dst);
    in.expect(",");
    Register src = InstructionParser.operand(in, to.size()).register();
    return atomic(AtomicOp.CMPXCHG, to, src, mark);
  }

  private Instruction atomic(AtomicOp op, Address to, Register src, int mark) {
    if (dst.width() == Width.W32 && to.size() == Size.DW || to.signed()) {
      throw in.error(mark, "expected an unsigned type no wider than the register");
    }
    return new Atomic(op, to.size(), to.base(), to.offset(), src);
  }
}
