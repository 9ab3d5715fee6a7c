package io.bpf4j.elf.reading;

import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfRelocation;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.elf.format.ElfSymbol;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;

/** Turns a relocation and the instruction that it patches into a typed reference. */
final class References {
  private static final int SLOT_BYTES = 8;

  /** Relocation types (kernel: Documentation/bpf/llvm_reloc.rst). */
  private static final int R_BPF_64_64 = 1;

  private static final int R_BPF_64_32 = 10;

  private final ElfFile elf;
  private final FunctionTable functions;
  private final MapTable maps;

  References(ElfFile elf, FunctionTable functions, MapTable maps) {
    this.elf = elf;
    this.functions = functions;
    this.maps = maps;
  }

  /**
   * The instruction with its reference in place of a number.
   *
   * @param section the section of the code, for messages
   */
  Instruction resolve(Instruction instruction, ElfRelocation relocation, ElfSection section) {
    if (instruction instanceof LoadImm64 load && relocation.type() == R_BPF_64_64) {
      long addend = relocation.addend() + addend(load.value());
      return new LoadImm64(load.dst(), address(relocation, addend, section));
    }
    if (instruction instanceof Call call && relocation.type() == R_BPF_64_32) {
      return new Call(callee(relocation, call.callee(), section));
    }
    throw section.malformed(
        relocation.offset(),
        "relocation type %d does not fit the instruction %s"
            .formatted(relocation.type(), instruction));
  }

  private static long addend(Imm64 value) {
    if (value instanceof Imm64.Number number) {
      return (int) number.value();
    }
    if (value instanceof Imm64.Unresolved kept) {
      return kept.low();
    }
    return ((Imm64.LocalFunction) value).offset();
  }

  private Imm64 address(ElfRelocation relocation, long addend, ElfSection section) {
    ElfSymbol symbol = elf.symbols().get(relocation.symbol());
    if (symbol.section() == ElfSymbol.UNDEFINED) {
      return new Imm64.KernelSymbol(external(symbol, relocation, section));
    }
    requireDefined(symbol, relocation, section);
    long offset = symbol.value() + addend;
    if (functions.hasSection(symbol.section())) {
      return new Imm64.SubprogramAddress(function(symbol, offset, relocation, section));
    }
    if (maps.isMaps(symbol.section())) {
      return new Imm64.MapReference(map(offset, relocation, section));
    }
    ElfSection target = elf.sections().get(symbol.section());
    if (offset != (int) offset) {
      throw section.malformed(
          relocation.offset(), "offset " + offset + " in " + target.name() + " is out of range");
    }
    if (maps.variables(symbol.section()) == null && symbol.type() == ElfSymbol.OBJECT) {
      // A section that is not modelled, such as legacy maps: linking will miss this name.
      return new Imm64.MapReference(symbol.name());
    }
    return new Imm64.MapValueReference(target.name(), (int) offset);
  }

  private Callee callee(ElfRelocation relocation, Callee encoded, ElfSection section) {
    ElfSymbol symbol = elf.symbols().get(relocation.symbol());
    if (symbol.section() == ElfSymbol.UNDEFINED) {
      return new Callee.Kfunc(external(symbol, relocation, section));
    }
    requireDefined(symbol, relocation, section);
    int imm;
    if (encoded instanceof Callee.Local local) {
      imm = local.offset();
    } else if (encoded instanceof Callee.Helper helper) {
      imm = helper.id();
    } else {
      throw section.malformed(relocation.offset(), "a relocation of a call of a kernel function");
    }
    if (!functions.hasSection(symbol.section())) {
      throw section.malformed(
          relocation.offset(), "a call of " + symbol.name() + ", which is no function");
    }
    // In place stands the distance that a call at the section's start would have, in slots.
    long offset = symbol.value() + relocation.addend() + (imm + 1L) * SLOT_BYTES;
    return new Callee.Subprogram(function(symbol, offset, relocation, section));
  }

  /** The program or map in a slot. */
  String slot(ElfRelocation relocation, long addend, boolean map, ElfSection section) {
    ElfSymbol symbol = elf.symbols().get(relocation.symbol());
    requireDefined(symbol, relocation, section);
    long offset = symbol.value() + addend;
    if (map && maps.isMaps(symbol.section())) {
      return map(offset, relocation, section);
    }
    if (!map && functions.hasSection(symbol.section())) {
      return function(symbol, offset, relocation, section);
    }
    throw section.malformed(
        relocation.offset(),
        "slot of %s, which is no %s".formatted(symbol.name(), map ? "map" : "program"));
  }

  private String map(long offset, ElfRelocation relocation, ElfSection section) {
    String name = maps.mapAt(offset);
    if (name == null) {
      throw section.malformed(
          relocation.offset(), "refers to offset " + offset + " of .maps, where no map is");
    }
    return name;
  }

  private String function(
      ElfSymbol symbol, long offset, ElfRelocation relocation, ElfSection section) {
    FunctionTable.Function function = functions.startingAt(symbol.section(), offset);
    if (function == null) {
      throw section.malformed(
          relocation.offset(),
          "refers to offset %d of %s, where no function begins"
              .formatted(offset, elf.sections().get(symbol.section()).name()));
    }
    return function.name();
  }

  private static String external(ElfSymbol symbol, ElfRelocation relocation, ElfSection section) {
    if (symbol.name().isEmpty()) {
      throw section.malformed(relocation.offset(), "refers to an undefined symbol without a name");
    }
    return symbol.name();
  }

  private static void requireDefined(
      ElfSymbol symbol, ElfRelocation relocation, ElfSection section) {
    if (!symbol.isDefined()) {
      throw section.malformed(
          relocation.offset(), "refers to symbol " + symbol.name() + ", which no section defines");
    }
  }
}
