package io.bpf4j.elf.reading;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.elf.ext.BtfExt;
import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfRelocation;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.elf.reading.FunctionTable.Function;
import io.bpf4j.isa.Code;
import io.bpf4j.kernel.SectionKind;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An ELF file that holds a BPF object, being read. */
public final class ObjectFile {
  /** EM_BPF. */
  public static final int EM_BPF = 247;

  /** EM_NONE: what compilers wrote before BPF had its number; libbpf takes it too. */
  private static final int EM_NONE = 0;

  private final String name;
  private final ElfFile elf;
  private final FunctionTable functions;
  private final TypeSection types;
  private final Btf btf;
  private final MapTable maps;
  private final References references;
  private final List<ProgramSpec> programs = new ArrayList<>();
  private final List<SubprogramSpec> subprograms = new ArrayList<>();

  private ObjectFile(String name, ElfFile elf) {
    this.name = name;
    this.elf = elf;
    this.functions = new FunctionTable(elf);
    this.types = TypeSection.read(elf, functions.hidden());
    this.btf = types.btf();
    this.maps = new MapTable(elf, btf);
    this.references = new References(elf, functions, maps);
  }

  /**
   * The object in a file.
   *
   * @throws MalformedException where the file is no well-formed BPF object
   */
  public static ObjectSpec read(byte[] bytes, String name) {
    ElfFile elf = ElfFile.read(bytes);
    if (elf.machine() != EM_BPF && elf.machine() != EM_NONE) {
      throw new MalformedException(
          "ELF header", 18, "machine " + elf.machine() + " is not BPF (" + EM_BPF + ")");
    }
    if (elf.type() != ElfFile.RELOCATABLE) {
      throw new MalformedException(
          "ELF header", 16, "file type " + elf.type() + " is not a relocatable object (1)");
    }
    return new ObjectFile(name, elf).read();
  }

  private ObjectSpec read() {
    maps.readSlots(references);
    Map<Integer, TreeMap<Long, ElfRelocation>> relocations = codeRelocations();
    Set<String> sectionNames = new HashSet<>();
    for (int index : functions.sections()) {
      ElfSection section = elf.sections().get(index);
      if (!sectionNames.add(section.name())) {
        throw section.malformed(-1, "there are two code sections of this name");
      }
      readCode(section, index, relocations.getOrDefault(index, new TreeMap<>()));
    }
    return ObjectSpec.builder(name, elf.byteOrder())
        .license(license())
        .programs(programs)
        .subprograms(subprograms)
        .maps(maps.maps())
        .btf(btf)
        .unmodelled(new KeptSections(elf).read())
        .build();
  }

  private Map<Integer, TreeMap<Long, ElfRelocation>> codeRelocations() {
    Map<Integer, TreeMap<Long, ElfRelocation>> out = new HashMap<>();
    for (ElfSection table : elf.sections()) {
      if (!table.isRelocations() || !functions.hasSection(table.info())) {
        continue;
      }
      for (ElfRelocation relocation : elf.relocations(table)) {
        ElfRelocation old =
            out.computeIfAbsent(table.info(), i -> new TreeMap<>())
                .put(relocation.offset(), relocation);
        if (old != null) {
          throw table.malformed(-1, "offset " + relocation.offset() + " is relocated twice");
        }
      }
    }
    return out;
  }

  private void readCode(ElfSection section, int index, TreeMap<Long, ElfRelocation> relocations) {
    BtfExt.SectionRecords info = types.ext().sections().get(section.name());
    FunctionCode all = new FunctionCode(section, index, functions, references, relocations, info);
    Map<Integer, Integer> funcTypes = functionTypes(section, index, info);
    for (Function function : functions.in(index)) {
      Code code = all.code(function, elf.byteOrder());
      List<CoreRelocation> core = all.coreRelocations(function, btf);
      int type = funcTypes.getOrDefault(function.start(), 0);
      if (function.program()) {
        programs.add(program(section, function, code, type, core));
      } else {
        subprograms.add(
            new SubprogramSpec(
                function.name(), section.name(), function.linkage(), code, type, core));
      }
    }
  }

  private static ProgramSpec program(
      ElfSection section, Function function, Code code, int type, List<CoreRelocation> core) {
    SectionKind kind =
        SectionNames.find(section.name())
            .orElseThrow(() -> section.malformed(-1, unknownSection(section.name())));
    FunctionEntry self = new FunctionEntry(function.name(), 0, function.linkage(), type);
    return new ProgramSpec(
        function.name(),
        section.name(),
        kind.programType(),
        kind.attachType(),
        code,
        List.of(self),
        core);
  }

  private static String unknownSection(String section) {
    return "the name tells no program type"
        + SectionNames.nearest(section).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** The types of a section's functions by where they begin. */
  private Map<Integer, Integer> functionTypes(
      ElfSection section, int index, BtfExt.SectionRecords info) {
    Map<Integer, Integer> out = new HashMap<>();
    for (BtfExt.FunctionRecord function :
        info == null ? List.<BtfExt.FunctionRecord>of() : info.functions()) {
      boolean known = btf.has(function.type()) && btf.type(function.type()) instanceof BtfType.Func;
      if (!known || functions.startingAt(index, function.offset()) == null) {
        throw new MalformedException(
            ".BTF.ext",
            -1,
            "type %d at offset %d of %s is no function that begins there"
                .formatted(function.type(), function.offset(), section.name()));
      }
      out.put(function.offset(), function.type());
    }
    return out;
  }

  private String license() {
    byte[] bytes = elf.section("license").map(ElfSection::bytes).orElse(new byte[0]);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
