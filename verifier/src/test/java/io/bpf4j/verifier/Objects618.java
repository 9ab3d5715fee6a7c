package io.bpf4j.verifier;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Small objects to verify, all with the same maps, and what Linux 6.18 would say of them. */
final class Objects618 {
  private static final Verifier VERIFIER = Verifier.of(KernelProfile.builtIn("6.18"));

  /** 8 values of 16 bytes, found by a key of 4. */
  static final MapSpec HASH = MapSpec.of("hash", MapType.HASH, 4, 16, 8);

  /** 4 values of 16 bytes. */
  static final MapSpec ARRAY = MapSpec.of("array", MapType.ARRAY, 4, 16, 4);

  /** One value of 16 bytes. */
  static final MapSpec GLOBAL = MapSpec.of("global", MapType.ARRAY, 4, 16, 1);

  static final MapSpec RECORDS = MapSpec.of("records", MapType.RINGBUF, 0, 0, 4096);
  static final MapSpec PROGRAMS = MapSpec.of("programs", MapType.PROG_ARRAY, 4, 4, 2);

  static final MapSpec READ_ONLY =
      new MapSpec(
          "read_only",
          MapType.ARRAY,
          4,
          16,
          4,
          MapSpec.FLAG_READ_ONLY_PROGRAM,
          0,
          false,
          0,
          0,
          null,
          MapSpec.EMPTY);

  private static final List<MapSpec> MAPS =
      List.of(HASH, ARRAY, GLOBAL, RECORDS, PROGRAMS, READ_ONLY);

  private Objects618() {}

  static ObjectSpec socketFilter(Consumer<CodeBuilder> body) {
    return of(ProgramType.SOCKET_FILTER, body);
  }

  static ObjectSpec xdp(Consumer<CodeBuilder> body) {
    return of(ProgramType.XDP, body);
  }

  static ObjectSpec tracepoint(Consumer<CodeBuilder> body) {
    return of(ProgramType.TRACEPOINT, body);
  }

  static ObjectSpec of(ProgramType type, Consumer<CodeBuilder> body) {
    return of(type, Code.build(body));
  }

  static ObjectSpec of(ProgramType type, Code code) {
    ProgramSpec program = ProgramSpec.of("main", type.name().toLowerCase(), type, code);
    return new ObjectSpec(
        "test",
        ByteOrder.LITTLE_ENDIAN,
        "GPL",
        List.of(program),
        List.of(),
        MAPS,
        Btf.EMPTY,
        List.of());
  }

  /** The object with another license. */
  static ObjectSpec licensed(ObjectSpec object, String license) {
    return new ObjectSpec(
        object.name(),
        object.byteOrder(),
        license,
        object.programs(),
        object.subprograms(),
        object.maps(),
        object.btf(),
        object.unmodelled());
  }

  /** The object with one more static function, which has no BTF. */
  static ObjectSpec with(ObjectSpec object, String name, Consumer<CodeBuilder> body) {
    return with(object, name, 0, object.btf(), body);
  }

  /** The object with one more static function, which returns an int as its BTF says. */
  static ObjectSpec withTyped(ObjectSpec object, String name, Consumer<CodeBuilder> body) {
    BtfBuilder types = new BtfBuilder();
    List<BtfType.Param> parameters = List.of(new BtfType.Param("ctx", types.pointer(0)));
    int signature = types.funcProto(types.s32(), parameters);
    int function = types.func(name, signature, BtfType.Linkage.STATIC);
    return with(object, name, function, types.build(), body);
  }

  private static ObjectSpec with(
      ObjectSpec object, String name, int type, Btf btf, Consumer<CodeBuilder> body) {
    List<SubprogramSpec> subprograms = new ArrayList<>(object.subprograms());
    subprograms.add(
        new SubprogramSpec(name, ".text", Linkage.STATIC, Code.build(body), type, List.of()));
    return new ObjectSpec(
        object.name(),
        object.byteOrder(),
        object.license(),
        object.programs(),
        subprograms,
        object.maps(),
        btf,
        object.unmodelled());
  }

  /** Six slots: {@code r0 = lookup(map, &(u32){key})}; uses the stack at -4. */
  static void lookup(CodeBuilder b, MapSpec map, int key) {
    b.store(Size.W, Register.R10, -4, new Imm(key));
    b.mov(Register.R2, Register.R10);
    b.alu(AluOp.ADD, Register.R2, -4);
    b.loadMap(Register.R1, map.name());
    b.callHelper(1);
  }

  /** {@code r0 = 0; exit}. */
  static void exitZero(CodeBuilder b) {
    b.mov(Register.R0, 0).exit();
  }

  static ProgramVerdict verify(ObjectSpec object) {
    return VERIFIER.verify(object).programs().get(0);
  }
}
