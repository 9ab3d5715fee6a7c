package io.bpf4j.asm;

import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.Size;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The listing of a section's bytes that {@code llvm-objdump -d} of LLVM 19 prints, to the letter:
 * symbols, pc, raw bytes, instruction, and the symbol that a branch goes to. Bytes are all there
 * is: what relocations will put in later is shown as it stands. Slots with a reserved field set are
 * {@code <unknown>}, where LLVM overlooks some of these fields.
 */
public final class SectionListing {
  private static final int SLOT = 8;

  /** As many zeros are not shown, unless they belong to an instruction. */
  private static final int SKIPPED_ZEROS = 8;

  private static final String UNKNOWN = "<unknown>";
  private static final String HEX = "0123456789abcdef";

  /**
   * A name for a place in the section.
   *
   * @param name not null
   * @param address bytes from the section's begin
   */
  public record Symbol(String name, long address) {
    public Symbol {
      Objects.requireNonNull(name, "name");
    }
  }

  private final String section;
  private final byte[] bytes;
  private final ByteOrder order;
  private final LlvmSyntax syntax;
  private final Disassembler disassembler;
  private final List<Symbol> symbols;
  private final StringBuilder out = new StringBuilder();

  private SectionListing(
      String section, byte[] bytes, ByteOrder order, List<Symbol> symbols, LlvmSyntax syntax) {
    this.section = section;
    this.bytes = bytes;
    this.order = order;
    this.syntax = syntax;
    this.disassembler = Disassembler.llvm(syntax);
    this.symbols = new ArrayList<>(symbols);
    this.symbols.sort(
        (a, b) -> {
          int byAddress = Long.compareUnsigned(a.address, b.address);
          return byAddress != 0
              ? byAddress
              : Comparator.<String>naturalOrder().compare(a.name, b.name);
        });
    if (this.symbols.isEmpty() || this.symbols.get(0).address != 0) {
      this.symbols.add(0, new Symbol(section, 0));
    }
  }

  /**
   * The listing of one section, from {@code Disassembly of section} on; every line ends in a
   * newline. A section without bytes has none: "".
   *
   * @param section its name
   * @param bytes its content
   * @param order the file's byte order
   * @param symbols those that it defines, in any order
   */
  public static String of(
      String section, byte[] bytes, ByteOrder order, List<Symbol> symbols, LlvmSyntax syntax) {
    return bytes.length == 0
        ? ""
        : new SectionListing(section, bytes, order, symbols, syntax).list();
  }

  private String list() {
    out.append("\nDisassembly of section ").append(Printable.of(section)).append(":\n");
    for (int i = 0; i < symbols.size(); i++) {
      Symbol symbol = symbols.get(i);
      Symbol next = i + 1 < symbols.size() ? symbols.get(i + 1) : null;
      // Of several symbols at one place the last is shown.
      if (next != null && next.address == symbol.address) {
        continue;
      }
      if (Long.compareUnsigned(symbol.address, bytes.length) >= 0) {
        break;
      }
      boolean last = next == null || Long.compareUnsigned(next.address, bytes.length) > 0;
      list(symbol, last ? bytes.length : (int) next.address);
    }
    return out.toString();
  }

  private void list(Symbol symbol, int end) {
    out.append('\n');
    hex(symbol.address, 16);
    out.append(" <").append(Printable.of(symbol.name)).append(">:\n");
    int at = (int) symbol.address;
    while (at < end) {
      int zeros = zeros(at, end);
      if (zeros > 0) {
        out.append("\t\t...\n");
        at += zeros;
      } else {
        at += slot(at);
      }
    }
  }

  private int zeros(int at, int end) {
    int zeros = 0;
    while (at + zeros < end && bytes[at + zeros] == 0) {
      zeros++;
    }
    return zeros < SKIPPED_ZEROS ? 0 : zeros & ~3;
  }

  /** Writes what is at an offset and returns its size. */
  private int slot(int at) {
    Instruction instruction = at + SLOT <= bytes.length ? decode(at) : null;
    int size = instruction == null ? 1 : instruction.slots() * SLOT;
    String pc = Integer.toString(at / SLOT);
    out.append(" ".repeat(Math.max(0, 8 - pc.length()))).append(pc).append(":\t");
    for (int i = at; i < at + size; i++) {
      hex(bytes[i] & 0xff, 2);
      out.append(i < at + size - 1 ? ' ' : '\t');
    }
    out.append(instruction == null ? UNKNOWN : text(instruction));
    if (instruction != null) {
      target(instruction, at);
    }
    out.append('\n');
    return size;
  }

  /** The instruction at an offset, null where a 64-bit immediate is cut short. */
  private Instruction decode(int at) {
    byte[] slots = Arrays.copyOfRange(bytes, at, Math.min(bytes.length & ~7, at + 2 * SLOT));
    boolean cutShort = slots[0] == 0x18 && at + 2 * SLOT > bytes.length;
    return cutShort ? null : Code.decode(slots, order).instructions().get(0);
  }

  private String text(Instruction instruction) {
    if (instruction instanceof Atomic atomic) {
      boolean since20 = atomic.op().isOrderedAccess();
      boolean withoutLevel =
          !syntax.alu32() && atomic.size() == Size.W && atomic.op() != AtomicOp.ADD;
      if (withoutLevel && atomic.op() == AtomicOp.FETCH_ADD) {
        return disassembler.text(
            new Atomic(AtomicOp.ADD, Size.W, atomic.base(), atomic.offset(), atomic.src()));
      }
      return since20 || withoutLevel ? UNKNOWN : disassembler.text(instruction);
    }
    return instruction.kind() == Instruction.Kind.INDIRECT_GOTO
        ? UNKNOWN
        : disassembler.text(instruction);
  }

  private void target(Instruction instruction, int at) {
    int distance;
    switch (instruction.kind()) {
      case JUMP -> distance = ((Jump) instruction).offset();
      case GOTO -> distance = ((Goto) instruction).offset();
      case MAY_GOTO -> distance = ((MayGoto) instruction).offset();
      default -> {
        return;
      }
    }
    long target = at + SLOT + (long) SLOT * distance;
    Symbol near = symbols.get(lastUpTo(target));
    out.append(" <").append(Printable.of(near.name));
    if (near.address != target) {
      out.append("+0x").append(Long.toHexString(target - near.address));
    }
    out.append('>');
  }

  /** The index of the last symbol at an address or before it; the first is at 0. */
  private int lastUpTo(long address) {
    int low = 0;
    int high = symbols.size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(symbols.get(middle).address, address) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void hex(long value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.append(HEX.charAt((int) (value >>> shift) & 15));
    }
  }
}
