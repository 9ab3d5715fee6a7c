package io.bpf4j.elf.writing;

import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.References;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A code section being written: its functions one after the other. */
final class CodeSection {
  private static final int SLOT_BYTES = 8;

  /**
   * One function.
   *
   * @param start its offset in the section, in bytes
   */
  record Function(
      String name, Linkage linkage, Code code, int type, List<CoreRelocation> core, int start) {
    int size() {
      return code.slots() * SLOT_BYTES;
    }
  }

  /**
   * A relocation.
   *
   * @param target a symbol's name, or a section's
   * @param section whether {@code target} is a section: its symbol, and an addend in place
   * @param type R_BPF_*
   */
  record Relocation(int offset, String target, boolean section, int type) {}

  /** Relocation types (kernel: Documentation/bpf/llvm_reloc.rst). */
  private static final int R_BPF_64_64 = 1;

  private static final int R_BPF_64_32 = 10;

  /** Where a function is that code refers to; by section and offset where it is no global one. */
  record Place(String section, int start, boolean global) {}

  private final String name;
  private final List<Function> functions = new ArrayList<>();
  private final List<Relocation> relocations = new ArrayList<>();
  private int size;

  private CodeSection(String name) {
    this.name = name;
  }

  /** The code sections of an object, programs before subprograms, in order. */
  static Map<String, CodeSection> of(ObjectSpec object) {
    Map<String, CodeSection> sections = new LinkedHashMap<>();
    for (ProgramSpec p : object.programs()) {
      sections
          .computeIfAbsent(p.section(), CodeSection::new)
          .add(
              p.name(),
              p.functions().get(0).linkage(),
              p.code(),
              p.functions().get(0).btfType(),
              p.coreRelocations());
    }
    for (SubprogramSpec s : object.subprograms()) {
      sections
          .computeIfAbsent(s.section(), CodeSection::new)
          .add(s.name(), s.linkage(), s.code(), s.btfType(), s.coreRelocations());
    }
    return sections;
  }

  /** Where the functions of all sections are, by name. */
  static Map<String, Place> places(Collection<CodeSection> sections) {
    Map<String, Place> places = new HashMap<>();
    for (CodeSection section : sections) {
      for (Function function : section.functions) {
        boolean global = function.linkage() == Linkage.GLOBAL;
        places.put(function.name(), new Place(section.name, function.start(), global));
      }
    }
    return places;
  }

  private void add(
      String function, Linkage linkage, Code code, int type, List<CoreRelocation> relocations) {
    functions.add(new Function(function, linkage, code, type, relocations, size));
    size = Math.addExact(size, Math.multiplyExact(code.slots(), SLOT_BYTES));
  }

  List<Function> functions() {
    return functions;
  }

  /** The bytes; finds the relocations on the way. */
  byte[] encode(ByteOrder order, Map<String, Place> places) {
    byte[] bytes = new byte[size];
    for (Function function : functions) {
      byte[] encoded = function.code().encode(order, new Recorder(function.start(), places));
      System.arraycopy(encoded, 0, bytes, function.start(), encoded.length);
    }
    return bytes;
  }

  /** The relocations in ascending order of offset; known once encoded. */
  List<Relocation> relocations() {
    return relocations;
  }

  /** Records a relocation for each symbolic reference and answers what stands in place of it. */
  private final class Recorder implements References {
    /** BPF_PSEUDO_CALL, as compilers mark every call by name until it is relocated. */
    private static final int PSEUDO_CALL = 1;

    private final int start;
    private final Map<String, Place> places;

    Recorder(int start, Map<String, Place> places) {
      this.start = start;
      this.places = places;
    }

    @Override
    public Fields imm64(int pc, Imm64 reference) {
      if (reference instanceof Imm64.MapValueReference value) {
        return relocated(pc, value.map(), true, R_BPF_64_64, new Fields(0, value.offset(), 0));
      }
      Fields zero = new Fields(0, 0, 0);
      if (reference instanceof Imm64.MapReference map) {
        return relocated(pc, map.map(), false, R_BPF_64_64, zero);
      }
      if (reference instanceof Imm64.KernelSymbol symbol) {
        return relocated(pc, symbol.symbol(), false, R_BPF_64_64, zero);
      }
      String function = ((Imm64.SubprogramAddress) reference).subprogram();
      Place place = places.get(function);
      return place.global()
          ? relocated(pc, function, false, R_BPF_64_64, zero)
          : relocated(pc, place.section(), true, R_BPF_64_64, new Fields(0, place.start(), 0));
    }

    @Override
    public Fields callee(int pc, Callee callee) {
      Fields none = new Fields(PSEUDO_CALL, -1, 0);
      if (callee instanceof Callee.Kfunc kfunc) {
        return relocated(pc, kfunc.name(), false, R_BPF_64_32, none);
      }
      String function = ((Callee.Subprogram) callee).name();
      Place place = places.get(function);
      Fields distance = new Fields(PSEUDO_CALL, place.start() / SLOT_BYTES - 1, 0);
      return place.global()
          ? relocated(pc, function, false, R_BPF_64_32, none)
          : relocated(pc, place.section(), true, R_BPF_64_32, distance);
    }

    private Fields relocated(int pc, String target, boolean section, int type, Fields fields) {
      relocations.add(new Relocation(start + pc * SLOT_BYTES, target, section, type));
      return fields;
    }
  }
}
