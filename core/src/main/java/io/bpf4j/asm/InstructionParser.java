package io.bpf4j.asm;

import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Exit;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.IndirectGoto;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.isa.Width;
import io.bpf4j.uapi.Helper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one instruction, in either dialect. */
final class InstructionParser {
  private static final Map<String, Integer> HELPERS = new LinkedHashMap<>();
  private static final String INSTRUCTION = "an instruction";
  private static final List<String> MNEMONICS =
      List.of(
          "if",
          "goto",
          "gotol",
          "gotox",
          "may_goto",
          "call",
          "exit",
          "lock",
          "store_release",
          "ld_pseudo",
          ".insn");

  static {
    for (Helper helper : Helper.values()) {
      HELPERS.put(helper.cName(), helper.number());
    }
  }

  private final Cursor in;
  private final Symbols symbols;
  private final Set<String> labels;

  /**
   * @param labels the labels of the function
   */
  InstructionParser(Cursor in, Symbols symbols, Set<String> labels) {
    this.in = in;
    this.symbols = symbols;
    this.labels = labels;
  }

  /** The instruction that comes next; it is the last thing on its line. */
  Statement parse() {
    int mark = in.mark();
    int opcode = opcode();
    Statement statement = instruction(opcode);
    if (in.accept("<")) {
      in.upTo('>');
    }
    in.expectEnd();
    if (opcode >= 0 && opcode != Opcodes.of(statement.instruction())) {
      in.reset(mark);
      int actual = Opcodes.of(statement.instruction());
      throw in.expected(String.format("the instruction's opcode, (%02x)", actual));
    }
    return statement;
  }

  /** The instruction that a listing's bytes are, and whose text comes next. */
  Statement parse(RawBytes bytes) {
    int mark = in.column() - 1;
    Instruction actual = bytes.instruction();
    if (actual == null) {
      throw in.error(mark, "expected the bytes of one instruction before");
    }
    if (in.accept("<unknown>")) {
      in.expectEnd();
      return Statement.of(actual);
    }
    Statement read = parse();
    if (read.target() == null && !RawBytes.isText(read.instruction(), actual)) {
      String text = Disassembler.llvm().text(actual);
      throw in.error(mark, "expected what the bytes before say, " + text);
    }
    return read.target() == null ? Statement.of(actual) : read;
  }

  /** The opcode that the kernel's log shows in parentheses, -1 where none is there. */
  private int opcode() {
    if (!in.accept("(")) {
      return -1;
    }
    int mark = in.mark();
    String digits = in.upTo(')');
    boolean pair = digits.length() == 2 && Character.digit(digits.charAt(0), 16) >= 0;
    if (!pair || Character.digit(digits.charAt(1), 16) < 0) {
      throw in.error(mark, "expected an opcode of two hexadecimal digits");
    }
    return Integer.parseInt(digits, 16);
  }

  private Statement instruction(int opcode) {
    int mark = in.mark();
    if (in.accept("*")) {
      return Statement.of(store());
    }
    Cursor.Named dst = in.registerOrNull();
    if (dst != null) {
      return new AssignmentParser(in, symbols, labels, dst).parse(opcode == 0x18);
    }
    return switch (in.wordOrEmpty()) {
      case "if" -> conditional();
      case "goto" -> goTo(false);
      case "gotol" -> goTo(true);
      case "gotox" -> Statement.of(new IndirectGoto(whole().register()));
      case "may_goto" -> {
        Target target = target();
        yield target.of(new MayGoto(target.narrow()));
      }
      case "call" -> call();
      case "exit" -> Statement.of(new Exit());
      case "lock" -> Statement.of(lock());
      case "store_release" -> Statement.of(storeRelease());
      case "ld_pseudo" -> Statement.of(pseudo());
      case ".insn" -> Statement.of(fields());
      default -> throw in.unknown(mark, INSTRUCTION, MNEMONICS);
    };
  }

  private Cursor.Named whole() {
    int mark = in.mark();
    Cursor.Named named = in.register();
    if (named.width() != Width.W64) {
      in.reset(mark);
      throw in.expected("a 64-bit register");
    }
    return named;
  }

  /** A register of the width that an access of this size may use: w-registers up to 32 bits. */
  static Cursor.Named operand(Cursor in, Size size) {
    int mark = in.mark();
    Cursor.Named named = in.register();
    if (named.width() == Width.W32 && size == Size.DW) {
      in.reset(mark);
      throw in.expected("a 64-bit register");
    }
    return named;
  }

  private Instruction store() {
    Address to = Address.memory(in);
    if (to.signed()) {
      throw in.expected("an unsigned type before what is stored");
    }
    in.expect("=");
    Operand src =
        in.sees("r") || in.sees("w") ? operand(in, to.size()).register() : new Imm(in.imm());
    return new Store(to.size(), to.base(), to.offset(), src);
  }

  private Instruction lock() {
    in.expect("*");
    Address to = atomic(in);
    AtomicOp op;
    if (in.accept("+=")) {
      op = AtomicOp.ADD;
    } else if (in.accept("|=")) {
      op = AtomicOp.OR;
    } else if (in.accept("&=")) {
      op = AtomicOp.AND;
    } else if (in.accept("^=")) {
      op = AtomicOp.XOR;
    } else {
      throw in.expected("one of += |= &= ^=");
    }
    return new Atomic(op, to.size(), to.base(), to.offset(), operand(in, to.size()).register());
  }

  /** A typed address of 4 or 8 unsigned bytes. */
  static Address atomic(Cursor in) {
    int mark = in.mark();
    Address address = Address.memory(in);
    if (address.signed() || address.size().bytes() < 4) {
      in.reset(mark);
      throw in.expected("an address of u32 or u64");
    }
    return address;
  }

  private Instruction storeRelease() {
    in.expect("(");
    Address to = Address.memory(in);
    in.expect(",");
    Atomic out =
        new Atomic(
            AtomicOp.STORE_REL,
            to.size(),
            to.base(),
            to.offset(),
            operand(in, to.size()).register());
    in.expect(")");
    return out;
  }

  private Statement conditional() {
    Cursor.Named left = in.register();
    JumpOp op = comparison();
    Operand right;
    int mark = in.mark();
    Cursor.Named register = in.registerOrNull();
    if (register == null) {
      right = new Imm(in.imm());
    } else if (register.width() != left.width()) {
      in.reset(mark);
      throw in.expected("a register as wide as the left one");
    } else {
      right = register.register();
    }
    if (!in.acceptWord("goto")) {
      throw in.expected("\"goto\"");
    }
    Target target = target();
    return target.of(new Jump(op, left.width(), left.register(), right, target.narrow()));
  }

  private JumpOp comparison() {
    JumpOp found = null;
    for (JumpOp op : JumpOp.values()) {
      boolean longer =
          found == null || Operators.symbol(op).length() > Operators.symbol(found).length();
      found = longer && in.sees(Operators.symbol(op)) ? op : found;
    }
    if (found == null) {
      throw in.expected("a comparison");
    }
    in.expect(Operators.symbol(found));
    return found;
  }

  private Statement goTo(boolean isLong) {
    Target target = target();
    return target.of(new Goto(isLong ? target.distance : target.narrow(), isLong));
  }

  /** Where a jump goes: a distance in slots, or a label. */
  private final class Target {
    private final int mark;
    private final String label;
    private final int distance;

    Target(int mark, String label, int distance) {
      this.mark = mark;
      this.label = label;
      this.distance = distance;
    }

    short narrow() {
      if (distance != (short) distance) {
        throw in.error(mark, "expected a distance of 16 bits, found " + distance);
      }
      return (short) distance;
    }

    Statement of(Instruction instruction) {
      return new Statement(instruction, label, mark);
    }
  }

  private Target target() {
    int mark = in.column() - 1;
    String label = in.localLabel();
    label = label.isEmpty() ? in.wordOrEmpty() : label;
    boolean relative = label.isEmpty() || label.equals("pc") && (in.sees("+") || in.sees("-"));
    if (relative) {
      return new Target(mark, null, (int) in.number(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    return new Target(mark, label, 0);
  }

  private Statement call() {
    int mark = in.column() - 1;
    if (in.seesDigit() || in.sees("-") || in.sees("+")) {
      return Statement.of(new Call(numbered(in.imm())));
    }
    String name = in.name("a number, a helper or a function");
    if (name.equals("helper") && !in.atEnd()) {
      mark = in.column() - 1;
      name = in.word("a helper");
      return Statement.of(new Call(helper(name, mark)));
    }
    if (name.equals("pc") && (in.sees("+") || in.sees("-"))) {
      int distance = in.imm();
      if (in.accept("#")) {
        in.word("the name of the function");
      }
      return Statement.of(new Call(new Callee.Local(distance)));
    }
    if (in.accept("#")) {
      int id = in.imm();
      // bpftool shows a loaded program's address in the place of a helper's number.
      if (HELPERS.containsKey(name)) {
        return Statement.of(new Call(helper(name, mark)));
      }
      boolean helper = name.equals("unknown");
      return Statement.of(
          new Call(helper ? new Callee.Helper(id) : new Callee.KfuncId(id, module())));
    }
    if (labels.contains(name)) {
      return new Statement(new Call(new Callee.Local(0)), name, mark);
    }
    if (HELPERS.containsKey(name)) {
      return Statement.of(new Call(helper(name, mark)));
    }
    Callee callee = symbols.callee(name);
    if (callee == null) {
      throw in.unknown(mark, "a label, helper, subprogram or kfunc", HELPERS.keySet());
    }
    return Statement.of(new Call(callee));
  }

  private static boolean isHelper(String name, int number) {
    return Integer.valueOf(number).equals(HELPERS.get(name));
  }

  private Callee helper(String name, int mark) {
    Integer number = HELPERS.get(name.startsWith("bpf_") ? name : "bpf_" + name);
    if (number == null) {
      throw in.unknown(mark, "a helper", HELPERS.keySet());
    }
    return new Callee.Helper(number);
  }

  /** Whom a number calls is said by the name after it: see {@link Names#referent}. */
  private Callee numbered(int number) {
    int mark = in.mark();
    if (!in.accept("<")) {
      return new Callee.Helper(number);
    }
    String name = in.upTo('>');
    if (isHelper(name, number)) {
      return new Callee.Helper(number);
    }
    if (name.startsWith("kfunc")) {
      in.reset(mark);
      return new Callee.KfuncId(number, module());
    }
    return new Callee.Local(number);
  }

  /** The module in {@code <kfunc of module 3>}; 0, the kernel itself, where none is named. */
  private short module() {
    if (!in.accept("<kfunc")) {
      return 0;
    }
    short module = 0;
    if (in.acceptWord("of")) {
      in.acceptWord("module");
      module = (short) in.number(Short.MIN_VALUE, Short.MAX_VALUE);
    }
    in.expect(">");
    return module;
  }

  private Instruction pseudo() {
    Cursor.Named dst = whole();
    in.expect(",");
    int source = (int) in.number(1, 6);
    in.expect(",");
    int low = in.imm();
    int high = source != 4 && in.accept(",") ? in.imm() : 0;
    Imm64 value =
        source == 4 ? new Imm64.LocalFunction(low) : new Imm64.Unresolved(source, low, high);
    return new LoadImm64(dst.register(), value);
  }

  /** {@code .insn opcode, dst, src, offset, imm}: the fields of any single slot. */
  private Instruction fields() {
    ByteBuffer slot = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    slot.put((byte) in.number(0, 255));
    in.expect(",");
    int dst = (int) in.number(0, 15);
    in.expect(",");
    slot.put((byte) (in.number(0, 15) << 4 | dst));
    in.expect(",");
    slot.putShort((short) in.number(Short.MIN_VALUE, 0xffff));
    in.expect(",");
    slot.putInt(in.imm());
    return Code.decode(slot.array(), ByteOrder.LITTLE_ENDIAN).instructions().get(0);
  }
}
