package io.bpf4j.spec.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.link.CoreAccess;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.CoreRelocation.Kind;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An object whose programs ask at random for what is in its BTF, as compilers do. */
final class RandomRelocations {
  private static final int PROGRAMS = 4;

  private final Random random;
  private final Btf btf;

  RandomRelocations(Random random, Btf btf) {
    this.random = random;
    this.btf = btf;
  }

  ObjectSpec object() {
    List<ProgramSpec> programs = new ArrayList<>();
    for (int i = 0; i < PROGRAMS; i++) {
      programs.add(program("p" + i));
    }
    return new ObjectSpec(
        "random", ByteOrder.LITTLE_ENDIAN, "GPL", programs, List.of(), List.of(), btf, List.of());
  }

  private ProgramSpec program(String name) {
    List<CoreRelocation> relocations = new ArrayList<>();
    Code code =
        Code.build(
            b -> {
              for (int i = random.nextInt(3); i >= 0; i--) {
                CoreRelocation relocation = relocation(b.pc());
                relocations.add(relocation);
                b.with(instruction(relocation));
              }
              b.mov(Register.R0, 0).exit();
            });
    ProgramSpec program = ProgramSpec.of(name, "socket", ProgramType.SOCKET_FILTER, code);
    return program.withCode(code, program.functions(), relocations);
  }

  private CoreRelocation relocation(int pc) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    if (random.nextInt(3) == 0) {
      kind = Kind.FIELD_BYTE_OFFSET;
    }
    List<Integer> roots = roots(kind);
    if (roots.isEmpty()) {
      return relocation(pc);
    }
    int root = roots.get(random.nextInt(roots.size()));
    return new CoreRelocation(pc, root, access(root, kind), kind);
  }

  /** The named types that can be asked so. */
  private List<Integer> roots(Kind kind) {
    List<Integer> roots = new ArrayList<>();
    for (int id = 1; id <= btf.types().size(); id++) {
      int resolved = btf.resolve(id);
      boolean is =
          kind.isOfEnumValue()
              ? isEnum(resolved)
              : kind.isOfType() || btf.type(resolved) instanceof BtfType.Struct;
      if (is && !btf.type(id).name().isEmpty()) {
        roots.add(id);
      }
    }
    return roots;
  }

  private boolean isEnum(int id) {
    return btf.type(id) instanceof BtfType.Enum || btf.type(id) instanceof BtfType.Enum64;
  }

  private String access(int root, Kind kind) {
    if (kind.isOfType()) {
      return "0";
    }
    BtfType type = btf.type(btf.resolve(root));
    if (kind.isOfEnumValue()) {
      int values =
          type instanceof BtfType.Enum e
              ? e.values().size()
              : ((BtfType.Enum64) type).values().size();
      return Integer.toString(random.nextInt(values));
    }
    StringBuilder out = new StringBuilder(random.nextInt(12) == 0 ? "2" : "0");
    boolean anonymous = true;
    while (anonymous || random.nextInt(3) != 0) {
      if (type instanceof BtfType.Struct struct && !struct.members().isEmpty()) {
        int index = random.nextInt(struct.members().size());
        BtfType.Member member = struct.members().get(index);
        out.append(":").append(index);
        anonymous = member.name().isEmpty();
        type = of(member.type());
      } else if (type instanceof BtfType.Array array) {
        int length = array.length() == 0 && !anonymous ? 5 : array.length();
        out.append(":").append(random.nextInt(Math.max(1, length)));
        anonymous = false;
        type = of(array.element());
      } else {
        break;
      }
    }
    return out.toString();
  }

  private BtfType of(int id) {
    int resolved = btf.resolve(id);
    return resolved == 0 ? null : btf.type(resolved);
  }

  private Instruction instruction(CoreRelocation relocation) {
    long value = value(relocation, relocation.kind());
    if (random.nextInt(20) == 0) {
      value++;
    }
    if (relocation.kind() == Kind.FIELD_BYTE_OFFSET && random.nextInt(4) != 0) {
      long size = value(relocation, Kind.FIELD_BYTE_SIZE);
      boolean ordinary = size == 1 || size == 2 || size == 4 || size == 8;
      Size width = ordinary ? Size.ofBytes((int) size) : Size.values()[random.nextInt(4)];
      return access(width, (short) value);
    }
    // Compilers load enumerators as 64-bit immediates: libbpf cuts them off in smaller ones,
    // unasked.
    boolean wide = relocation.kind().isOfEnumValue() || value != (int) value;
    if (wide || random.nextInt(4) == 0) {
      return new LoadImm64(Register.R2, new Imm64.Number(value));
    }
    return new io.bpf4j.isa.Alu(
        io.bpf4j.isa.AluOp.MOV, io.bpf4j.isa.Width.W64, Register.R3, new Imm((int) value));
  }

  private Instruction access(Size size, short offset) {
    return switch (random.nextInt(4)) {
      case 0 -> new Store(size, Register.R1, offset, Register.R2);
      case 1 -> new Store(size, Register.R1, offset, new Imm(7));
      case 2 -> new Load(size, size != Size.DW, Register.R2, Register.R1, offset);
      default -> new Load(size, false, Register.R2, Register.R1, offset);
    };
  }

  private long value(CoreRelocation relocation, Kind kind) {
    try {
      return new CoreAccess(btf, relocation.btfType(), relocation.access())
          .value(kind, ByteOrder.LITTLE_ENDIAN);
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }
}
