package io.bpf4j.elf;

import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Exit;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Raw;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.isa.Width;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.MapSpec.Contents.Slot;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import io.bpf4j.uapi.MapType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random objects that a file can hold; sensible only in form. */
final class RandomObject {
  private static final List<String> SECTIONS =
      List.of(
          "xdp", "socket", "kprobe/do_exit", "tracepoint/a/b", "tc", "?xdp", "cgroup_skb/egress");

  private final Random random;
  private final BtfBuilder types = new BtfBuilder();
  private final List<MapSpec> maps = new ArrayList<>();
  private final List<String> programs = new ArrayList<>();
  private final List<String> subprograms = new ArrayList<>();
  private boolean lines;

  RandomObject(long seed) {
    random = new Random(seed);
  }

  ObjectSpec next() {
    lines = random.nextBoolean();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      programs.add("prog" + i);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      subprograms.add("sub" + i);
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      maps.add(map("map" + i));
    }
    addVariables();
    List<ProgramSpec> programSpecs = programs.stream().map(this::program).toList();
    List<SubprogramSpec> subprogramSpecs = subprograms.stream().map(this::subprogram).toList();
    return new ObjectSpec(
        "random",
        random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
        any(List.of("GPL", "", "Dual MIT/GPL")),
        programSpecs,
        subprogramSpecs,
        maps,
        types.build(),
        List.of());
  }

  private MapSpec map(String name) {
    int key = random.nextBoolean() ? types.u32() : 0;
    int value = random.nextBoolean() ? types.array(types.u64(), 1 + random.nextInt(5)) : 0;
    int valueSize = value == 0 ? 4 : (int) types.build().sizeOf(value);
    int entries = 1 + random.nextInt(1000);
    return switch (random.nextInt(4)) {
      case 0 -> slots(MapSpec.of(name, MapType.PROG_ARRAY, 4, 4, entries), programs, false);
      case 1 -> {
        MapSpec inner = MapSpec.of("template", MapType.ARRAY, 4, 8, entries);
        MapSpec outer = MapSpec.of(name, MapType.ARRAY_OF_MAPS, 4, 4, entries).withInner(inner);
        yield slots(outer, maps.stream().map(MapSpec::name).toList(), true);
      }
      case 2 ->
          new MapSpec(
              name,
              MapType.LRU_HASH,
              4,
              valueSize,
              entries,
              random.nextInt() >>> 1 + random.nextInt(31),
              random.nextInt(3) == 0 ? random.nextLong() : 0,
              random.nextBoolean(),
              key,
              value,
              null,
              MapSpec.EMPTY);
      default -> MapSpec.of(name, MapType.RINGBUF, 0, 0, 4096);
    };
  }

  private MapSpec slots(MapSpec map, List<String> targets, boolean inner) {
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < Math.min(map.maxEntries(), 6) && !targets.isEmpty(); i++) {
      if (random.nextBoolean()) {
        slots.add(new Slot(i, any(targets)));
      }
    }
    return slots.isEmpty() && !inner ? map : map.withContents(new MapSpec.Contents.Slots(slots));
  }

  private void addVariables() {
    for (String name : List.of(".rodata", ".data", ".bss", ".rodata.str1.1", ".data.mine")) {
      if (random.nextBoolean()) {
        byte[] bytes = new byte[8 * (1 + random.nextInt(4))];
        if (!name.startsWith(".bss")) {
          random.nextBytes(bytes);
        }
        if (random.nextBoolean()) {
          addTypes(name, bytes.length);
        }
        boolean constant = name.startsWith(".rodata");
        MapSpec.Contents contents = new MapSpec.Contents.GlobalData(bytes, constant);
        maps.add(MapSpec.of(name, MapType.ARRAY, 4, bytes.length, 1).withContents(contents));
      }
    }
  }

  private void addTypes(String section, int size) {
    List<BtfType.SectionVar> vars = new ArrayList<>();
    for (int offset = 0; offset < size; offset += 8) {
      BtfType.Linkage linkage =
          random.nextBoolean() ? BtfType.Linkage.STATIC : BtfType.Linkage.GLOBAL;
      int var = types.var("v" + offset + section, types.u64(), linkage);
      vars.add(new BtfType.SectionVar(var, offset, 8));
    }
    types.dataSec(section, random.nextBoolean() ? size : 0, vars);
  }

  private ProgramSpec program(String name) {
    String section = any(SECTIONS);
    var kind = SectionNames.find(section).orElseThrow();
    Code code = code();
    Linkage linkage = random.nextInt(4) == 0 ? Linkage.WEAK : Linkage.GLOBAL;
    FunctionEntry self = new FunctionEntry(name, 0, linkage, functionType(name));
    return new ProgramSpec(
        name,
        section,
        kind.programType(),
        random.nextBoolean() ? kind.attachType() : null,
        code,
        List.of(self),
        relocations(code));
  }

  private SubprogramSpec subprogram(String name) {
    Linkage linkage = any(List.of(Linkage.values()));
    Code code = code();
    boolean beside = linkage == Linkage.STATIC && random.nextInt(4) == 0;
    String section = beside ? any(SECTIONS) : ".text";
    return new SubprogramSpec(name, section, linkage, code, functionType(name), relocations(code));
  }

  private int functionType(String name) {
    if (random.nextBoolean()) {
      return 0;
    }
    int proto = types.funcProto(types.u64(), List.of(new BtfType.Param("a", types.s64())));
    return types.func(name, proto, BtfType.Linkage.GLOBAL);
  }

  private List<CoreRelocation> relocations(Code code) {
    if (random.nextInt(3) != 0) {
      return List.of();
    }
    return List.of(
        new CoreRelocation(
            random.nextInt(code.slots()),
            types.u64(),
            "0:1",
            any(List.of(CoreRelocation.Kind.values()))));
  }

  private Code code() {
    List<Instruction> instructions = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      instructions.add(instruction());
    }
    instructions.add(new Exit());
    Code code = Code.of(instructions);
    List<Code.LineEntry> entries = new ArrayList<>();
    for (int i = 0; lines && i < instructions.size(); i++) {
      if (random.nextBoolean()) {
        SourceLine line =
            new SourceLine(
                "Some.java", random.nextInt(1 << 22), random.nextInt(1024), "x = \"é\";");
        entries.add(new Code.LineEntry(code.pcOf(i), line));
      }
    }
    return code.withLines(entries);
  }

  private Instruction instruction() {
    Register r = Register.of(random.nextInt(10));
    return switch (random.nextInt(10)) {
      case 0 -> new Alu(AluOp.ADD, Width.W64, r, new Imm(random.nextInt()));
      case 1 -> new LoadImm64(r, new Imm64.Number(random.nextLong()));
      case 2 -> new LoadImm64(r, reference());
      case 3 -> new Call(new Callee.Helper(random.nextInt(200)));
      case 4 -> new Call(new Callee.Kfunc("kfunc" + random.nextInt(3)));
      case 5 -> new LoadImm64(r, new Imm64.KernelSymbol("ksym" + random.nextInt(3)));
      case 6 -> new LoadImm64(r, new Imm64.KernelSymbol("kfunc" + random.nextInt(3)));
      case 7 -> new Raw(0xff, 3, 4, (short) random.nextInt(), random.nextInt());
      default ->
          subprograms.isEmpty() ? new Exit() : new Call(new Callee.Subprogram(any(subprograms)));
    };
  }

  private Imm64 reference() {
    if (!subprograms.isEmpty() && random.nextBoolean()) {
      return new Imm64.SubprogramAddress(any(subprograms));
    }
    if (maps.isEmpty()) {
      return new Imm64.Unresolved(5, random.nextInt(), random.nextInt());
    }
    MapSpec map = any(maps);
    return map.isGlobalData()
        ? new Imm64.MapValueReference(map.name(), random.nextInt(100) - 10)
        : new Imm64.MapReference(map.name());
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
