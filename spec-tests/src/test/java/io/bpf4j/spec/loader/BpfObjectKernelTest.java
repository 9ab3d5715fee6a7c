package io.bpf4j.spec.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.MapSpec.Contents;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A whole object in the running kernel: constants, a subprogram, a tail call, a map of maps. */
@RequiresKernel
class BpfObjectKernelTest {
  private static final int ANSWER = 42;

  private static MapSpec constants() {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(4, ANSWER).array();
    return new MapSpec(
        ".rodata",
        MapType.ARRAY,
        4,
        8,
        1,
        MapSpec.FLAG_READ_ONLY_PROGRAM,
        0,
        false,
        0,
        0,
        null,
        new Contents.GlobalData(bytes, true));
  }

  private static MapSpec slots(String name, MapType type, MapSpec inner, String symbol) {
    Contents.Slots slots = new Contents.Slots(List.of(new Contents.Slot(1, symbol)));
    return new MapSpec(name, type, 4, 4, 2, 0, 0, false, 0, 0, inner, slots);
  }

  private static ObjectSpec object() {
    Code entry =
        Code.build(
            c ->
                c.loadMap(Register.R2, "tails")
                    .mov(Register.R3, 1)
                    .callHelper(Helper.TAIL_CALL.number())
                    .mov(Register.R0, 0)
                    .exit());
    Code target = Code.build(c -> c.callSubprogram("answer").exit());
    Code answer =
        Code.build(
            c ->
                c.with(new LoadImm64(Register.R1, new Imm64.MapValueReference(".rodata", 4)))
                    .load(Size.W, Register.R0, Register.R1, 0)
                    .exit());
    return new ObjectSpec(
        "whole object",
        ByteOrder.nativeOrder(),
        "GPL",
        List.of(
            ProgramSpec.of("entry", "xdp", ProgramType.XDP, entry),
            ProgramSpec.of("target", "xdp", ProgramType.XDP, target)),
        List.of(new SubprogramSpec("answer", ".text", Linkage.STATIC, answer, 0, List.of())),
        List.of(
            constants(),
            slots("tails", MapType.PROG_ARRAY, null, "target"),
            MapSpec.of("inner", MapType.HASH, 4, 4, 8),
            slots("outer", MapType.ARRAY_OF_MAPS, MapSpec.of("t", MapType.HASH, 4, 4, 8), "inner")),
        Btf.EMPTY,
        List.of());
  }

  @Test
  void tailCallReachesTheSubprogramThatReadsTheConstant() {
    try (BpfObject object = BpfObject.load(object())) {
      assertThat(object.program("entry").testRun(new byte[64]).returnValue()).isEqualTo(ANSWER);
      assertThat(object.map("outer").keys()).hasSize(2);
      byte[] one = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(1).array();
      assertThat(object.map("outer").lookup(one)).isPresent();
      assertThat(object.map("outer").lookup(new byte[4])).isEmpty();
    }
  }
}
