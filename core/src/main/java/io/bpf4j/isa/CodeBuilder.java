package io.bpf4j.isa;

import io.bpf4j.AssemblyException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Builds {@link Code} from a stream of elements. Every convenience method ends in {@link
 * #with(CodeElement)}. Not thread-safe.
 */
public final class CodeBuilder {
  private record Fixup(int index, int pc, Label target, SourceLine line) {}

  private final List<Instruction> instructions = new ArrayList<>();
  private final List<Code.LineEntry> lines = new ArrayList<>();
  private final Map<Label, Integer> bound = new IdentityHashMap<>();
  private final List<Fixup> fixups = new ArrayList<>();
  private SourceLine line;
  private int pc;

  CodeBuilder() {}

  /**
   * Adds an element; everything that this builder does goes through here.
   *
   * @throws AssemblyException where a label is bound twice
   */
  public CodeBuilder with(CodeElement element) {
    Objects.requireNonNull(element, "element");
    if (element instanceof Instruction instruction) {
      add(instruction);
    } else if (element instanceof Branch branch) {
      fixups.add(new Fixup(instructions.size(), pc, branch.target(), line));
      add(branch.instruction());
    } else if (element instanceof Label label) {
      if (bound.putIfAbsent(label, pc) != null) {
        throw new AssemblyException(lineNumber(), "label " + label + " is bound twice");
      }
    } else {
      line = (SourceLine) element;
    }
    return this;
  }

  private void add(Instruction instruction) {
    boolean changed =
        line != null && (lines.isEmpty() || !lines.get(lines.size() - 1).line().equals(line));
    if (changed) {
      lines.add(new Code.LineEntry(pc, line));
    }
    instructions.add(instruction);
    pc += instruction.slots();
  }

  /** The slot of the next instruction. */
  public int pc() {
    return pc;
  }

  /** A label of this builder, not yet bound. */
  public Label newLabel(String name) {
    return new Label(Objects.requireNonNull(name, "name"));
  }

  /** Marks the next instruction. */
  public CodeBuilder bind(Label label) {
    return with(label);
  }

  /** {@code dst = src}, 64 bits. */
  public CodeBuilder mov(Register dst, Operand src) {
    return alu(AluOp.MOV, dst, src);
  }

  /** {@code dst = value}, sign-extended to 64 bits. */
  public CodeBuilder mov(Register dst, int value) {
    return alu(AluOp.MOV, dst, new Imm(value));
  }

  /** {@code dst = dst op src}, 64 bits. */
  public CodeBuilder alu(AluOp op, Register dst, Operand src) {
    return with(new Alu(op, Width.W64, dst, src));
  }

  /** {@code dst = dst op value}, 64 bits. */
  public CodeBuilder alu(AluOp op, Register dst, int value) {
    return alu(op, dst, new Imm(value));
  }

  /** {@code dst = (u32)dst op (u32)src}, zero-extended. */
  public CodeBuilder alu32(AluOp op, Register dst, Operand src) {
    return with(new Alu(op, Width.W32, dst, src));
  }

  /** {@code dst = value}, all 64 bits of it. */
  public CodeBuilder loadImm64(Register dst, long value) {
    return with(new LoadImm64(dst, new Imm64.Number(value)));
  }

  /** {@code dst = &map}. */
  public CodeBuilder loadMap(Register dst, String map) {
    return with(new LoadImm64(dst, new Imm64.MapReference(map)));
  }

  /** {@code dst = *(size *)(base + offset)}, zero-extended. */
  public CodeBuilder load(Size size, Register dst, Register base, int offset) {
    return with(new Load(size, false, dst, base, checkedOffset(offset)));
  }

  /** {@code *(size *)(base + offset) = src}. */
  public CodeBuilder store(Size size, Register base, int offset, Operand src) {
    return with(new Store(size, base, checkedOffset(offset), src));
  }

  /** {@code if (dst op src) goto target}, 64 bits. */
  public CodeBuilder jump(JumpOp op, Register dst, Operand src, Label target) {
    return with(new Branch(new Jump(op, Width.W64, dst, src, (short) 0), target));
  }

  /** {@code if (dst op value) goto target}, 64 bits. */
  public CodeBuilder jump(JumpOp op, Register dst, int value, Label target) {
    return jump(op, dst, new Imm(value), target);
  }

  /** {@code if ((u32)dst op (u32)src) goto target}. */
  public CodeBuilder jump32(JumpOp op, Register dst, Operand src, Label target) {
    return with(new Branch(new Jump(op, Width.W32, dst, src, (short) 0), target));
  }

  /** {@code goto target}. */
  public CodeBuilder goTo(Label target) {
    return with(new Branch(new Goto(0, false), target));
  }

  /** Calls a helper by its number. */
  public CodeBuilder callHelper(int id) {
    return with(new Call(new Callee.Helper(id)));
  }

  /** Calls a subprogram of the same object by name. */
  public CodeBuilder callSubprogram(String name) {
    return with(new Call(new Callee.Subprogram(name)));
  }

  /** Returns r0. */
  public CodeBuilder exit() {
    return with(new Exit());
  }

  /**
   * Resolves the labels.
   *
   * @throws AssemblyException where a label is not bound, or is bound past the last instruction, or
   *     a conditional jump is too long
   */
  Code freeze() {
    for (Fixup fixup : fixups) {
      Integer target = bound.get(fixup.target());
      int at = fixup.line() == null ? 0 : fixup.line().line();
      if (target == null) {
        throw new AssemblyException(at, "label " + fixup.target() + " is used but not bound");
      }
      if (target == pc) {
        throw new AssemblyException(
            at, "label " + fixup.target() + " is bound after the last instruction");
      }
      int distance = target - fixup.pc() - 1;
      Instruction template = instructions.get(fixup.index());
      instructions.set(fixup.index(), Distances.with(template, distance, fixup.line()));
    }
    return Code.of(instructions, lines);
  }

  private short checkedOffset(int offset) {
    if (offset != (short) offset) {
      throw new AssemblyException(lineNumber(), "offset " + offset + " does not fit 16 bits");
    }
    return (short) offset;
  }

  private int lineNumber() {
    return line == null ? 0 : line.line();
  }
}
