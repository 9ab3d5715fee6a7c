package io.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.AssemblyException;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ObjectTextTest {
  private static final String OBJECT =
      """
      # Counts packets.
      .license "GPL"
      .order big
      .map hits, percpu_hash, key=4, value=8, entries=1024, flags=1, pinned
      .ksym runqueues
      .kfunc bpf_cpumask_create
      .rodata
      limits: .u32 5, 0x10203
        .u16 -2
      name: .asciz "a;b\\n"
      .bss
      total: .zero 16
      .section "xdp"
      .program count
        r1 = hits ll
        r1 = limits + 4 ll
        r1 = total ll
        r1 = name ll
        r1 = .rodata+2 ll
        r1 = parse ll
        r1 = runqueues ll
        call bpf_map_lookup_elem
        if r0 == 0 goto out
        call parse
        call bpf_cpumask_create
      out:
        exit
      .text
      .subprogram parse, global
        (b7) r0 = 0
      out: exit
      .section tc
      .program other
        .insn 0xff, 1, 2, 3, 4
        exit
      """;

  @Test
  void readsAWholeObject() {
    ObjectSpec object = Assembler.object("count.s", OBJECT);
    assertThat(object.license()).isEqualTo("GPL");
    assertThat(object.byteOrder()).isEqualTo(ByteOrder.BIG_ENDIAN);
    MapSpec hits =
        new MapSpec("hits", MapType.PERCPU_HASH, 4, 8, 1024, 1, 0, true, 0, 0, null, MapSpec.EMPTY);
    assertThat(object.maps().get(0)).isEqualTo(hits);
    byte[] constants = {0, 0, 0, 5, 0, 1, 2, 3, -1, -2, 'a', ';', 'b', '\n', 0};
    assertThat(object.map(".rodata").orElseThrow().contents())
        .isEqualTo(new MapSpec.Contents.GlobalData(constants, true));
    assertThat(object.map(".bss").orElseThrow().contents())
        .isEqualTo(new MapSpec.Contents.GlobalData(new byte[16], false));
    ProgramSpec program = object.program("count").orElseThrow();
    assertThat(program.type()).isEqualTo(ProgramType.XDP);
    assertThat(object.program("other").orElseThrow().type()).isEqualTo(ProgramType.SCHED_CLS);
    assertThat(program.code().instructions().subList(0, 7))
        .containsExactly(
            load(new Imm64.MapReference("hits")),
            load(new Imm64.MapValueReference(".rodata", 4)),
            load(new Imm64.MapValueReference(".bss", 0)),
            load(new Imm64.MapValueReference(".rodata", 10)),
            load(new Imm64.MapValueReference(".rodata", 2)),
            load(new Imm64.SubprogramAddress("parse")),
            load(new Imm64.KernelSymbol("runqueues")));
    assertThat(program.code().instructions())
        .contains(
            new Call(new Callee.Helper(1)),
            new Call(new Callee.Subprogram("parse")),
            new Call(new Callee.Kfunc("bpf_cpumask_create")));
    SubprogramSpec parse = object.subprogram("parse").orElseThrow();
    assertThat(parse.linkage()).isEqualTo(Linkage.GLOBAL);
    assertThat(parse.code().withLines(List.of())).isEqualTo(Assembler.code("r0 = 0\nexit"));
    Code.LineEntry first = program.code().lines().get(0);
    assertThat(first.line()).hasToString("count.s:15");
    assertThat(first.line().text()).isEqualTo("r1 = hits ll");
  }

  private static LoadImm64 load(Imm64 value) {
    return new LoadImm64(Register.R1, value);
  }

  @Test
  void readsMapsWithTemplatesAndSlots() {
    ObjectSpec object =
        Assembler.object(
            "test",
            """
            .map rules, array_of_maps, key=4, value=4, entries=2, node=1, static
            .inner rules, rule, array, key=4, value=8, entries=16, flags=0x400
            .map stages, prog_array, key=4, value=4, entries=8
            .slots stages, 3=drop, 0=drop
            .section xdp
            .program drop
              exit
            """);
    MapSpec rules = object.map("rules").orElseThrow();
    assertThat(rules.inner().flags()).isEqualTo(MapSpec.FLAG_MMAPABLE);
    assertThat(rules.numaNode()).isEqualTo(1);
    assertThat(rules.linkage()).isEqualTo(Linkage.STATIC);
    assertThat(object.map("stages").orElseThrow().contents())
        .isEqualTo(
            new MapSpec.Contents.Slots(
                List.of(
                    new MapSpec.Contents.Slot(0, "drop"), new MapSpec.Contents.Slot(3, "drop"))));
  }

  @Test
  void namesAreDeclaredOnce() {
    String text = ".section xdp\n.program a\nexit\n.program a\nexit";
    assertThatThrownBy(() -> Assembler.object("test", text))
        .hasMessage("line 4, column 10: \"a\" is declared twice");
    String unknown = ".section xdp\n.program a\nr1 = b ll\nexit";
    assertThatThrownBy(() -> Assembler.object("test", unknown))
        .hasMessageStartingWith("line 3, column 6: expected a map, variable, subprogram");
  }

  @Test
  void hugeVariablesAreRefusedBeforeTheyAreMade() {
    String text = ".data\n" + "a: .zero 16777216\n" + ".zero 16777216\n";
    assertThatThrownBy(() -> Assembler.object("test", text)).isInstanceOf(AssemblyException.class);
  }

  @Property(tries = 2000)
  void anyTextIsAnObjectOrAnAssemblyException(@ForAll("texts") String text) {
    try {
      assertThat(Assembler.object("test", text).name()).isEqualTo("test");
    } catch (AssemblyException e) {
      assertThat(e.line()).isPositive();
      assertThat(e.column()).isPositive();
    }
  }

  /** The object's lines, some of them changed in one character, repeated or left out. */
  @Provide
  Arbitrary<String> texts() {
    List<String> lines = OBJECT.lines().toList();
    Arbitrary<String> line =
        Arbitraries.of(lines)
            .flatMap(
                good ->
                    Arbitraries.oneOf(
                        Arbitraries.just(good),
                        Arbitraries.strings().ofMaxLength(2).map(s -> changed(good, s))));
    return line.list().ofMaxSize(12).map(list -> String.join("\n", list));
  }

  private static String changed(String line, String with) {
    int at = line.isEmpty() ? 0 : Math.floorMod(with.hashCode(), line.length());
    return line.substring(0, at) + with + line.substring(Math.min(at + 1, line.length()));
  }

  @Test
  void textIsKeptAsUtf8() {
    ObjectSpec object = Assembler.object("test", ".data\na: .ascii \"\u00e9\"");
    byte[] bytes = "\u00e9".getBytes(StandardCharsets.UTF_8);
    assertThat(object.maps().get(0).contents())
        .isEqualTo(new MapSpec.Contents.GlobalData(bytes, false));
  }
}
