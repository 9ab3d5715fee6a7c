package io.bpf4j.elf.reading;

import io.bpf4j.elf.ext.BtfExt;
import io.bpf4j.elf.format.ElfRelocation;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.elf.reading.FunctionTable.Function;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.object.CoreRelocation;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that a code section says, divided among its functions. */
final class FunctionCode {
  private static final int SLOT_BYTES = 8;

  private final ElfSection section;
  private final int index;
  private final FunctionTable functions;
  private final References references;
  private final TreeMap<Long, ElfRelocation> relocations;
  private final TreeMap<Integer, BtfExt.LineRecord> lines = new TreeMap<>();
  private final TreeMap<Integer, BtfExt.CoreRecord> core = new TreeMap<>();

  FunctionCode(
      ElfSection section,
      int index,
      FunctionTable functions,
      References references,
      TreeMap<Long, ElfRelocation> relocations,
      BtfExt.SectionRecords info) {
    this.section = section;
    this.index = index;
    this.functions = functions;
    this.references = references;
    this.relocations = relocations;
    for (long offset : relocations.keySet()) {
      requireInside(offset, "a relocation");
    }
    if (info != null) {
      // Where two lines begin at one slot the later one counts, as for a compiler's line table.
      info.lines().forEach(line -> lines.put(line.offset(), line));
      info.relocations().forEach(relocation -> core.put(relocation.offset(), relocation));
      lines.keySet().forEach(offset -> requireInside(offset, "a source line"));
      core.keySet().forEach(offset -> requireInside(offset, "a CO-RE relocation"));
    }
  }

  private void requireInside(long offset, String what) {
    if (offset % SLOT_BYTES != 0 || functions.containing(index, offset) == null) {
      throw section.malformed(offset, what + " is at no instruction");
    }
  }

  /** The code of a function, its references typed. */
  Code code(Function function, ByteOrder order) {
    byte[] bytes = new byte[function.size()];
    section.content().get(function.start(), bytes);
    Code plain = Code.decode(bytes, order);
    List<Instruction> typed = new ArrayList<>(plain.instructions());
    for (Map.Entry<Long, ElfRelocation> entry :
        relocations.subMap((long) function.start(), (long) function.end()).entrySet()) {
      int at = plain.indexAt((int) (entry.getKey() - function.start()) / SLOT_BYTES);
      if (at < 0) {
        throw section.malformed(entry.getKey(), "a relocation is within an instruction");
      }
      typed.set(at, references.resolve(typed.get(at), entry.getValue(), section));
    }
    for (int i = 0; i < typed.size(); i++) {
      typed.set(i, named(typed.get(i), function, plain.pcOf(i)));
    }
    return Code.of(typed, lines(function));
  }

  /** A call by distance, which compilers use within a section, becomes a call by name. */
  private Instruction named(Instruction instruction, Function from, int pc) {
    if (instruction instanceof Call call && call.callee() instanceof Callee.Local local) {
      return new Call(new Callee.Subprogram(target(from, pc, local.offset())));
    }
    if (instruction instanceof LoadImm64 load
        && load.value() instanceof Imm64.LocalFunction local) {
      return new LoadImm64(
          load.dst(), new Imm64.SubprogramAddress(target(from, pc, local.offset())));
    }
    return instruction;
  }

  private String target(Function from, int pc, int distance) {
    long at = from.start() + (long) pc * SLOT_BYTES;
    long offset = at + (1L + distance) * SLOT_BYTES;
    Function function = functions.startingAt(index, offset);
    if (function == null) {
      throw section.malformed(at, "a call to offset " + offset + ", where no function begins");
    }
    return function.name();
  }

  private List<Code.LineEntry> lines(Function function) {
    List<Code.LineEntry> out = new ArrayList<>();
    for (BtfExt.LineRecord line : lines.subMap(function.start(), function.end()).values()) {
      int pc = (line.offset() - function.start()) / SLOT_BYTES;
      out.add(
          new Code.LineEntry(
              pc, new SourceLine(line.file(), line.line(), line.column(), line.text())));
    }
    return out;
  }

  /** The CO-RE relocations of a function. */
  List<CoreRelocation> coreRelocations(Function function, io.bpf4j.btf.Btf btf) {
    List<CoreRelocation> out = new ArrayList<>();
    for (BtfExt.CoreRecord relocation : core.subMap(function.start(), function.end()).values()) {
      CoreRelocation.Kind kind = CoreRelocation.Kind.of(relocation.kind());
      if (kind == null || !btf.has(relocation.type())) {
        throw new io.bpf4j.MalformedException(
            ".BTF.ext",
            -1,
            "CO-RE relocation of kind %d and type %d at offset %d of %s: there is none such"
                .formatted(
                    relocation.kind(), relocation.type(), relocation.offset(), section.name()));
      }
      int pc = (relocation.offset() - function.start()) / SLOT_BYTES;
      out.add(new CoreRelocation(pc, relocation.type(), relocation.access(), kind));
    }
    return out;
  }
}
