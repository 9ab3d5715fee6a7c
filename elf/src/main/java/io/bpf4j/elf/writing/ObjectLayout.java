package io.bpf4j.elf.writing;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfEncoder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.elf.ext.BtfExt;
import io.bpf4j.elf.ext.BtfExtEncoder;
import io.bpf4j.elf.format.ElfBuilder;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.elf.format.ElfSymbol;
import io.bpf4j.elf.maps.MapDefinition;
import io.bpf4j.elf.maps.VariableSection;
import io.bpf4j.isa.Code;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays a completed object out as an ELF file. */
public final class ObjectLayout {
  private static final int EM_BPF = 247;
  private static final int SLOT_BYTES = 8;

  /** Relocation of a slot (kernel: Documentation/bpf/llvm_reloc.rst). */
  private static final int R_BPF_64_ABS64 = 2;

  private final ObjectSpec object;
  private final Btf btf;
  private final ElfBuilder elf;
  private final Map<String, CodeSection> code;
  private final Map<String, CodeSection.Place> places;
  private final Map<String, Integer> symbols = new HashMap<>();
  private final Map<String, Integer> sectionSymbols = new HashMap<>();

  private ObjectLayout(ObjectSpec object) {
    this.object = object;
    this.btf = object.btf();
    this.elf = new ElfBuilder(object.byteOrder(), EM_BPF);
    this.code = CodeSection.of(object);
    this.places = CodeSection.places(code.values());
  }

  /** The bytes of a completed object. */
  public static byte[] write(ObjectSpec completed) {
    return new ObjectLayout(completed).write();
  }

  private byte[] write() {
    Map<Integer, CodeSection> codeIndices = new LinkedHashMap<>();
    code.forEach((name, section) -> codeIndices.put(writeCode(name, section), section));
    if (!object.license().isEmpty()) {
      byte[] text = object.license().getBytes(StandardCharsets.UTF_8);
      long flags = ElfSection.WRITE | ElfSection.ALLOC;
      int index = elf.section("license", flags, 1, terminated(text));
      addVariables("license", index, text.length + 1);
    }
    int maps = writeMaps();
    object.maps().stream().filter(MapSpec::isGlobalData).forEach(this::writeVariables);
    ObjectSymbols used = new ObjectSymbols(object);
    used.kernelFunctions.forEach(this::addUndefined);
    used.kernelSymbols.forEach(this::addUndefined);
    codeIndices.forEach(this::relocate);
    fillSlots(maps);
    writeTypes();
    return elf.build();
  }

  private static byte[] terminated(byte[] text) {
    return Arrays.copyOf(text, text.length + 1);
  }

  private int writeCode(String name, CodeSection section) {
    long flags = ElfSection.ALLOC | ElfSection.EXECUTE;
    int index = elf.section(name, flags, SLOT_BYTES, section.encode(object.byteOrder(), places));
    sectionSymbols.put(name, elf.symbol("", ElfSymbol.LOCAL, ElfSymbol.SECTION, index, 0, 0));
    for (CodeSection.Function function : section.functions()) {
      int binding = binding(function.linkage());
      int symbol =
          elf.symbol(
              function.name(),
              binding,
              ElfSymbol.FUNCTION,
              index,
              function.start(),
              function.size());
      symbols.put(function.name(), symbol);
    }
    return index;
  }

  private static int binding(Linkage linkage) {
    return switch (linkage) {
      case STATIC -> ElfSymbol.LOCAL;
      case GLOBAL -> ElfSymbol.GLOBAL;
      case WEAK -> ElfSymbol.WEAK;
    };
  }

  /** The definitions themselves are in BTF; the section only gives each map an address. */
  private int writeMaps() {
    BtfType.DataSec section = btf.find(BtfType.DataSec.class, MapTypes.SECTION).orElse(null);
    if (section == null || section.vars().isEmpty()) {
      return 0;
    }
    long flags = ElfSection.WRITE | ElfSection.ALLOC;
    int index = elf.section(section.name(), flags, SLOT_BYTES, new byte[section.size()]);
    for (BtfType.SectionVar place : section.vars()) {
      String name = btf.type(place.type()).name();
      int symbol =
          elf.symbol(name, ElfSymbol.GLOBAL, ElfSymbol.OBJECT, index, place.offset(), place.size());
      symbols.put(name, symbol);
    }
    return index;
  }

  private void writeVariables(MapSpec map) {
    byte[] bytes = ((MapSpec.Contents.GlobalData) map.contents()).bytes();
    String name = map.name();
    long flags = ElfSection.ALLOC | (VariableSection.isConstant(name) ? 0 : ElfSection.WRITE);
    int index =
        SymbolCheck.isZeros(name)
            ? elf.zeros(name, flags, SLOT_BYTES, bytes.length)
            : elf.section(name, flags, SLOT_BYTES, bytes);
    sectionSymbols.put(name, elf.symbol("", ElfSymbol.LOCAL, ElfSymbol.SECTION, index, 0, 0));
    addVariables(name, index, bytes.length);
  }

  /** The symbols of the variables that BTF places in a section. */
  private void addVariables(String section, int index, int size) {
    BtfType.DataSec type = btf.find(BtfType.DataSec.class, section).orElse(null);
    for (BtfType.SectionVar place : type == null ? List.<BtfType.SectionVar>of() : type.vars()) {
      boolean inside = (long) place.offset() + place.size() <= size;
      if (inside && btf.has(place.type()) && btf.type(place.type()) instanceof BtfType.Var var) {
        boolean local = var.linkage() == BtfType.Linkage.STATIC;
        elf.symbol(
            var.name(),
            local ? ElfSymbol.LOCAL : ElfSymbol.GLOBAL,
            ElfSymbol.OBJECT,
            index,
            place.offset(),
            place.size());
      }
    }
  }

  private void addUndefined(String name) {
    int handle = elf.symbol(name, ElfSymbol.GLOBAL, ElfSymbol.NOTYPE, ElfSymbol.UNDEFINED, 0, 0);
    symbols.put(name, handle);
  }

  private void relocate(int index, CodeSection section) {
    for (CodeSection.Relocation relocation : section.relocations()) {
      Map<String, Integer> handles = relocation.section() ? sectionSymbols : symbols;
      int handle = handles.get(relocation.target());
      elf.relocate(index, relocation.offset(), handle, relocation.type());
    }
  }

  private void fillSlots(int mapsIndex) {
    BtfType.DataSec section = btf.find(BtfType.DataSec.class, MapTypes.SECTION).orElse(null);
    for (MapSpec map : object.maps()) {
      if (!MapTypes.hasSlots(map)) {
        continue;
      }
      BtfType.SectionVar place =
          section.vars().stream()
              .filter(v -> btf.type(v.type()).name().equals(map.name()))
              .findFirst()
              .orElseThrow();
      int values = MapDefinition.of(btf, place.type(), map.name()).valuesOffset();
      for (MapSpec.Contents.Slot slot : MapTypes.slots(map)) {
        long offset = (long) place.offset() + values + (long) slot.index() * SLOT_BYTES;
        elf.relocate(mapsIndex, offset, symbols.get(slot.symbol()), R_BPF_64_ABS64);
      }
    }
  }

  private void writeTypes() {
    BtfEncoder types = new BtfEncoder(btf);
    Map<String, BtfExt.SectionRecords> sections = new LinkedHashMap<>();
    code.forEach((name, section) -> sections.put(name, info(section)));
    byte[] ext = BtfExtEncoder.encode(new BtfExt(sections), types, object.byteOrder());
    elf.section(".BTF", 0, Integer.BYTES, types.encode(object.byteOrder()));
    elf.section(".BTF.ext", 0, Integer.BYTES, ext);
  }

  private static BtfExt.SectionRecords info(CodeSection section) {
    List<BtfExt.FunctionRecord> functions = new ArrayList<>();
    List<BtfExt.LineRecord> lines = new ArrayList<>();
    List<BtfExt.CoreRecord> relocations = new ArrayList<>();
    for (CodeSection.Function function : section.functions()) {
      int start = function.start();
      functions.add(new BtfExt.FunctionRecord(start, function.type()));
      for (Code.LineEntry entry : function.code().lines()) {
        var line = entry.line();
        lines.add(
            new BtfExt.LineRecord(
                start + entry.pc() * SLOT_BYTES,
                line.file(),
                line.text(),
                line.line(),
                line.column()));
      }
      for (CoreRelocation relocation : function.core()) {
        relocations.add(
            new BtfExt.CoreRecord(
                start + relocation.pc() * SLOT_BYTES,
                relocation.btfType(),
                relocation.access(),
                relocation.kind().number()));
      }
    }
    return new BtfExt.SectionRecords(functions, lines, relocations);
  }
}
