package io.bpf4j.isa;

import io.bpf4j.MalformedException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Frozen code: instructions by index, their {@code pc} (the 8-byte slot number of verifier logs),
 * and the source line of each. Immutable; equal where instructions and lines are equal.
 */
public final class Code {
  /**
   * Where a source line begins to apply.
   *
   * @param pc the first slot
   * @param line the line; applies up to the next entry
   */
  public record LineEntry(int pc, SourceLine line) {
    public LineEntry {
      Objects.requireNonNull(line, "line");
    }
  }

  private final List<Instruction> instructions;
  private final List<LineEntry> lines;
  private final int slots;

  /** The pc of each instruction and the end; computed when first asked for. */
  private volatile int[] pcs;

  private Code(List<Instruction> instructions, List<LineEntry> lines, int slots) {
    this.instructions = instructions;
    this.lines = lines;
    this.slots = slots;
  }

  /**
   * Code of given instructions, distances already filled in.
   *
   * @param lines in ascending order of pc
   * @throws IllegalArgumentException where the lines are out of order or past the end
   */
  public static Code of(List<Instruction> instructions, List<LineEntry> lines) {
    Code code = new Code(List.copyOf(instructions), List.copyOf(lines), slotsOf(instructions));
    int last = -1;
    for (LineEntry entry : code.lines) {
      if (entry.pc() <= last || entry.pc() >= code.slots()) {
        throw new IllegalArgumentException("line entry at pc " + entry.pc() + " is out of order");
      }
      last = entry.pc();
    }
    return code;
  }

  private static int slotsOf(List<Instruction> instructions) {
    int slots = 0;
    for (Instruction instruction : instructions) {
      slots += instruction.slots();
    }
    return slots;
  }

  /** Code without source lines. */
  public static Code of(List<Instruction> instructions) {
    return of(instructions, List.of());
  }

  /** Builds code: the builder is handed to the lambda, and frozen when that returns. */
  public static Code build(Consumer<CodeBuilder> body) {
    CodeBuilder builder = new CodeBuilder();
    body.accept(builder);
    return builder.freeze();
  }

  /**
   * Decodes bytes; total but for the length.
   *
   * @throws MalformedException where the length is not a multiple of 8
   */
  public static Code decode(byte[] bytes, ByteOrder order) {
    if (bytes.length % 8 != 0) {
      throw new MalformedException(
          "instructions", bytes.length, "length " + bytes.length + " is not a multiple of 8");
    }
    return new Code(Decoder.decode(bytes, order), List.of(), bytes.length / Slot.BYTES);
  }

  /**
   * Encodes code that has no symbolic reference left.
   *
   * @throws io.bpf4j.LinkException where one is left
   */
  public byte[] encode(ByteOrder order) {
    return encode(order, References.NONE);
  }

  /** Encodes code, asking {@code references} for the fields of what is symbolic. */
  public byte[] encode(ByteOrder order, References references) {
    Encoder encoder = new Encoder(slots, order, references);
    for (int i = 0; i < instructions.size(); i++) {
      encoder.encode(instructions.get(i));
    }
    return encoder.bytes();
  }

  /** The instructions in order; immutable. */
  public List<Instruction> instructions() {
    return instructions;
  }

  /** The source lines in ascending order of pc; immutable. */
  public List<LineEntry> lines() {
    return lines;
  }

  /** The number of 8-byte slots. */
  public int slots() {
    return slots;
  }

  /** The pc of the instruction at an index; for {@code instructions().size()}, the end. */
  public int pcOf(int index) {
    return pcs()[index];
  }

  /** The index of the instruction that begins at {@code pc}, or -1 where none begins there. */
  public int indexAt(int pc) {
    int index = Arrays.binarySearch(pcs(), 0, instructions.size(), pc);
    return index < 0 ? -1 : index;
  }

  private int[] pcs() {
    int[] known = pcs;
    if (known == null) {
      known = new int[instructions.size() + 1];
      for (int i = 0; i < instructions.size(); i++) {
        known[i + 1] = known[i] + instructions.get(i).slots();
      }
      pcs = known;
    }
    return known;
  }

  /** The source line that applies at {@code pc}, or null where none is known. */
  public SourceLine lineAt(int pc) {
    int low = 0;
    int high = lines.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lines.get(middle).pc() <= pc) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : lines.get(low - 1).line();
  }

  /**
   * The same code as a stream of elements, its targets as labels: what a transform consumes.
   * Branches whose target is no instruction of this code stay plain instructions.
   */
  public List<CodeElement> elements() {
    return new Relabeler(this).elements();
  }

  /** This code with other lines. */
  public Code withLines(List<LineEntry> newLines) {
    return of(instructions, newLines);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Code code
        && instructions.equals(code.instructions)
        && lines.equals(code.lines);
  }

  @Override
  public int hashCode() {
    return 31 * instructions.hashCode() + lines.hashCode();
  }

  @Override
  public String toString() {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < instructions.size(); i++) {
      out.add(pcOf(i) + ": " + instructions.get(i));
    }
    return String.join("\n", out);
  }
}
