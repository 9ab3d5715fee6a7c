package io.bpf4j.asm;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.SourceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** Writes code as text. Immutable. */
public final class Disassembler {
  private static final Disassembler LLVM = new Disassembler(new LlvmDialect(LlvmSyntax.DECIMAL));
  private static final Disassembler KERNEL = new Disassembler(new KernelDialect());

  /**
   * One line of a listing.
   *
   * @param pc the instruction's first slot
   * @param function name of the function that begins here, null where none does
   * @param label name of this place, null where no jump goes here
   * @param source the source line that begins to apply here, null where none does
   * @param instruction the instruction; not null
   * @param text its text, with the name of what it refers to; not null
   */
  public record Line(
      int pc,
      String function,
      String label,
      SourceLine source,
      Instruction instruction,
      String text) {
    public Line {
      Objects.requireNonNull(instruction, "instruction");
      Objects.requireNonNull(text, "text");
    }
  }

  private final Dialect dialect;

  private Disassembler(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * The syntax of {@code llvm-objdump -d --no-print-imm-hex}, such as {@code r1 = *(u32 *)(r2 + 4)}
   * or {@code if r1 > 5 goto +3}. A reference that has a name instead of a number shows the name:
   * {@code r1 = blocked ll}.
   */
  public static Disassembler llvm() {
    return LLVM;
  }

  /** The syntax of {@code llvm-objdump -d} with other options. */
  public static Disassembler llvm(LlvmSyntax syntax) {
    return syntax.equals(LlvmSyntax.DECIMAL) ? LLVM : new Disassembler(new LlvmDialect(syntax));
  }

  /**
   * The syntax of the kernel's verifier log, such as {@code (61) r1 = *(u32 *)(r2 +4)} or {@code
   * (25) if r1 > 0x5 goto pc+3}.
   */
  public static Disassembler kernel() {
    return KERNEL;
  }

  /** The text of one instruction, without names for its numbers; total. */
  public String text(Instruction instruction) {
    return dialect.text(instruction);
  }

  /** Code of one function, whose name is not known. */
  public List<Line> lines(Code code) {
    return lines(code, new TreeMap<>());
  }

  /**
   * Every instruction of code in order. Jumps show the label they go to, calls the name of the
   * helper or function: {@code if r6 == 0 goto +28 <LBB0_5>}, {@code call 1 <bpf_map_lookup_elem>}.
   *
   * @param functions names of functions by the pc at which they begin
   */
  public List<Line> lines(Code code, NavigableMap<Integer, String> functions) {
    Names names = new Names(code, functions);
    List<Line> out = new ArrayList<>(code.instructions().size());
    SourceLine last = null;
    for (int i = 0; i < code.instructions().size(); i++) {
      Instruction instruction = code.instructions().get(i);
      int pc = code.pcOf(i);
      SourceLine source = code.lineAt(pc);
      String referent = names.referent(instruction, pc);
      String text = dialect.text(instruction) + (referent == null ? "" : " <" + referent + ">");
      boolean begins = source != null && !source.equals(last);
      String function = names.function(pc);
      String label = names.label(pc);
      out.add(new Line(pc, function, label, begins ? source : null, instruction, text));
      last = source;
    }
    return out;
  }

  /**
   * A whole listing: functions, labels and source lines each on a line of their own, instructions
   * after their pc; every line ends in a newline.
   *
   * @param functions names of functions by the pc at which they begin
   */
  public String listing(Code code, NavigableMap<Integer, String> functions) {
    StringBuilder out = new StringBuilder();
    for (Line line : lines(code, functions)) {
      if (line.function() != null) {
        out.append('<').append(line.function()).append(">:\n");
      }
      if (line.label() != null) {
        out.append('<').append(line.label()).append(">:\n");
      }
      if (line.source() != null) {
        String text = line.source().text().strip();
        out.append("; ").append(line.source()).append(text.isEmpty() ? "" : ": " + text);
        out.append('\n');
      }
      String pc = Integer.toString(line.pc());
      out.append(" ".repeat(Math.max(0, 8 - pc.length()))).append(pc).append(":\t");
      out.append(line.text()).append('\n');
    }
    return out.toString();
  }
}
