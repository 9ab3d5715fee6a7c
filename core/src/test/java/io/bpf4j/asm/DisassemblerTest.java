package io.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.AddrSpaceCast;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.InstructionTable;
import io.bpf4j.isa.InstructionTable.Row;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Raw;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.SourceLine;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DisassemblerTest {
  private static final Disassembler LLVM = Disassembler.llvm();

  static Stream<Row> rows() {
    return InstructionTable.rows().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void writesTheRowsText(Row row) {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    Instruction instruction = Code.decode(row.sample(order), order).instructions().get(0);
    assertThat(LLVM.text(instruction)).isEqualTo(row.text());
  }

  @Test
  void writesNegativeNumbers() {
    Code code =
        Code.build(
            b -> {
              b.store(Size.W, Register.R10, -4, Register.R1).mov(Register.R1, -1);
              b.load(Size.DW, Register.R1, Register.R10, Short.MIN_VALUE);
              b.loadImm64(Register.R2, -1).with(new Call(new Callee.Local(-1)));
              b.with(new Atomic(AtomicOp.XCHG, Size.DW, Register.R10, (short) -8, Register.R2));
              b.with(new AddrSpaceCast(Register.R1, Register.R2, 1 << 16));
            });
    assertThat(code.instructions().stream().map(LLVM::text))
        .containsExactly(
            "*(u32 *)(r10 - 4) = r1",
            "r1 = -1",
            "r1 = *(u64 *)(r10 - 32768)",
            "r2 = -1 ll",
            "call -1",
            "r2 = xchg_64(r10 - 8, r2)",
            "r1 = addr_space_cast(r2, 1, 0)");
  }

  @Test
  void writesNamesWhereAReferenceHasOne() {
    assertThat(
            Stream.of(
                    new LoadImm64(Register.R1, new Imm64.MapReference("blocked")),
                    new LoadImm64(Register.R1, new Imm64.MapValueReference(".rodata", 4)),
                    new LoadImm64(Register.R1, new Imm64.SubprogramAddress("callback")),
                    new LoadImm64(Register.R1, new Imm64.KernelSymbol("runqueues")),
                    new Call(new Callee.Subprogram("parse")),
                    new Call(new Callee.Kfunc("bpf_cpumask_create")),
                    new Raw(0xff, 0, 0, (short) 0, 0))
                .map(LLVM::text))
        .containsExactly(
            "r1 = blocked ll",
            "r1 = .rodata+4 ll",
            "r1 = callback ll",
            "r1 = runqueues ll",
            "call parse",
            "call bpf_cpumask_create",
            "<unknown>");
  }

  @Test
  void listsFunctionsLabelsAndLines() {
    Code code =
        Code.build(
            b -> {
              Label again = b.newLabel("again");
              Label out = b.newLabel("out");
              Label function = b.newLabel("function");
              b.with(new SourceLine("Drop.java", 7, 0, "  lookup(key)")).bind(again);
              b.loadMap(Register.R1, "blocked").callHelper(1);
              b.with(new SourceLine("Drop.java", 8, 0, ""));
              b.jump(JumpOp.JEQ, Register.R0, 0, out).jump(JumpOp.JSET, Register.R0, -2, again);
              b.with(new Branch(new Call(new Callee.Local(0)), function));
              b.bind(out).exit().bind(function).goTo(function);
            });
    TreeMap<Integer, String> functions = new TreeMap<>(Map.of(0, "drop", 7, "sub"));
    assertThat(LLVM.listing(code, functions))
        .isEqualTo(
            """
            <drop>:
            <LBB0_1>:
            ; Drop.java:7: lookup(key)
                   0:\tr1 = blocked ll
                   2:\tcall 1 <bpf_map_lookup_elem>
            ; Drop.java:8
                   3:\tif r0 == 0 goto +2 <LBB0_2>
                   4:\tif r0 & -2 goto -5 <LBB0_1>
                   5:\tcall 1 <sub>
            <LBB0_2>:
                   6:\texit
            <sub>:
            <LBB1_1>:
                   7:\tgoto -1 <LBB1_1>
            """);
  }

  @Test
  void aJumpOutOfTheCodeHasNoLabel() {
    byte[] bytes = {0x05, 0, 100, 0, 0, 0, 0, 0};
    Code code = Code.decode(bytes, ByteOrder.LITTLE_ENDIAN);
    assertThat(LLVM.lines(code).get(0).text()).isEqualTo("goto +100");
  }
}
