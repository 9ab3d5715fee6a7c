package io.bpf4j.elf.writing;

import io.bpf4j.LinkException;
import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.Param;
import io.bpf4j.elf.maps.VariableSection;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import java.util.ArrayList;
import java.util.List;

/** Adds to an object's BTF the types that functions, maps and kernel symbols need. */
final class TypeCompletion {
  private static final String KERNEL_SYMBOLS = ".ksyms";
  private static final String CONFIG = ".kconfig";

  private final ObjectSpec object;
  private final Btf base;
  private final BtfBuilder builder;

  TypeCompletion(ObjectSpec object) {
    this.object = object;
    this.base = object.btf();
    this.builder = new BtfBuilder(base);
  }

  ObjectSpec complete() {
    List<ProgramSpec> programs = new ArrayList<>();
    for (ProgramSpec program : object.programs()) {
      FunctionEntry self = program.functions().get(0);
      int type = function(self.name(), self.btfType(), Linkage.GLOBAL);
      FunctionEntry typed = new FunctionEntry(self.name(), 0, self.linkage(), type);
      programs.add(program.withCode(program.code(), List.of(typed), program.coreRelocations()));
    }
    List<SubprogramSpec> subprograms = new ArrayList<>();
    for (SubprogramSpec s : object.subprograms()) {
      int type = function(s.name(), s.btfType(), Linkage.STATIC);
      subprograms.add(
          new SubprogramSpec(
              s.name(), s.section(), s.linkage(), s.code(), type, s.coreRelocations()));
    }
    completeVariables();
    List<MapSpec> defined = object.maps().stream().filter(m -> !m.isGlobalData()).toList();
    new MapTypes(builder, base).add(defined);
    addKernelSymbols(new ObjectSymbols(object));
    Btf btf = builder.build();
    return new ObjectSpec(
        object.name(),
        object.byteOrder(),
        object.license(),
        programs,
        subprograms,
        completeMaps(btf),
        btf,
        List.of());
  }

  /**
   * A function's type: the given one, one of its name, or a new one. A subprogram of which nothing
   * is known is static to the kernel: verified where it is called, whatever its parameters.
   */
  private int function(String name, int given, Linkage linkage) {
    if (given != 0) {
      boolean known = base.has(given) && base.type(given) instanceof BtfType.Func;
      if (!known) {
        throw new LinkException(name, "its BTF id " + given + " is no function");
      }
      return given;
    }
    int byName = base.findId(BtfType.Func.class, name);
    if (byName != 0 && ((BtfType.Func) base.type(byName)).linkage() != BtfType.Linkage.EXTERN) {
      return byName;
    }
    boolean program = linkage == Linkage.GLOBAL;
    List<Param> params = program ? List.of(new Param("ctx", builder.pointer(0))) : List.of();
    int proto = builder.funcProto(builder.s32(), params);
    return builder.func(name, proto, program ? BtfType.Linkage.GLOBAL : BtfType.Linkage.STATIC);
  }

  /** Compilers leave a section's size to the loader; a file of ours says it. */
  private void completeVariables() {
    for (MapSpec map : object.maps()) {
      int id = map.isGlobalData() ? base.findId(BtfType.DataSec.class, map.name()) : 0;
      if (id != 0) {
        BtfType.DataSec section = (BtfType.DataSec) base.type(id);
        section.vars().forEach(place -> requireInside(map, place));
        builder.replace(id, new BtfType.DataSec(section.name(), map.valueSize(), section.vars()));
      }
    }
  }

  private static void requireInside(MapSpec map, BtfType.SectionVar place) {
    if ((long) place.offset() + place.size() > map.valueSize()) {
      throw new LinkException(
          map.name(),
          "has %d bytes, its types a variable of %d at %d"
              .formatted(map.valueSize(), place.size(), place.offset()));
    }
  }

  private void addKernelSymbols(ObjectSymbols used) {
    int id = base.findId(BtfType.DataSec.class, KERNEL_SYMBOLS);
    List<BtfType.SectionVar> symbols = new ArrayList<>();
    if (id != 0) {
      symbols.addAll(((BtfType.DataSec) base.type(id)).vars());
    }
    int before = symbols.size();
    for (String name : used.kernelFunctions) {
      if (!isExtern(BtfType.Func.class, name)) {
        int proto = builder.funcProto(0, List.of());
        int type = builder.func(name, proto, BtfType.Linkage.EXTERN);
        symbols.add(new BtfType.SectionVar(type, 0, 0));
      }
    }
    for (String name : used.kernelSymbols) {
      if (!isExtern(BtfType.Var.class, name) && !isExtern(BtfType.Func.class, name)) {
        int type = builder.var(name, builder.constant(0), BtfType.Linkage.EXTERN);
        symbols.add(new BtfType.SectionVar(type, 0, 0));
      }
    }
    if (symbols.size() > before) {
      BtfType.DataSec section = new BtfType.DataSec(KERNEL_SYMBOLS, 0, symbols);
      if (id != 0) {
        builder.replace(id, section);
      } else {
        builder.add(section);
      }
    }
  }

  /** Whether a section of external symbols declares this one. */
  private boolean isExtern(Class<? extends BtfType> kind, String name) {
    for (String section : List.of(KERNEL_SYMBOLS, CONFIG)) {
      int id = base.findId(BtfType.DataSec.class, section);
      if (id != 0 && declares((BtfType.DataSec) base.type(id), kind, name)) {
        return true;
      }
    }
    return false;
  }

  private boolean declares(BtfType.DataSec section, Class<? extends BtfType> kind, String name) {
    return section.vars().stream()
        .anyMatch(
            v ->
                base.has(v.type())
                    && kind.isInstance(base.type(v.type()))
                    && base.type(v.type()).name().equals(name));
  }

  private List<MapSpec> completeMaps(Btf btf) {
    List<MapSpec> maps = new ArrayList<>();
    for (MapSpec map : object.maps()) {
      if (map.contents() instanceof MapSpec.Contents.GlobalData data) {
        maps.add(VariableSection.map(btf, map.name(), data.bytes()));
      } else {
        MapSpec inner = map.inner() == null ? null : map.inner().withName(map.name() + ".inner");
        boolean full = MapTypes.hasSlots(map);
        maps.add(map.withInner(inner).withContents(full ? map.contents() : MapSpec.EMPTY));
      }
    }
    return maps;
  }
}
