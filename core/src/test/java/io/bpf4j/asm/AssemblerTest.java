package io.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.InstructionTable;
import io.bpf4j.isa.InstructionTable.Row;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AssemblerTest {
  static Stream<Row> rows() {
    // The number after "call" is a helper's, unless a name in brackets says otherwise.
    return InstructionTable.rows().stream()
        .filter(row -> row.opcode() != 0x85 || row.src().equals("0"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void readsTheRowsText(Row row) {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    Code expected = Code.decode(row.sample(order), order);
    assertThat(Assembler.code(row.text())).isEqualTo(expected);
    String kernel = Disassembler.kernel().text(expected.instructions().get(0));
    assertThat(Assembler.code(kernel)).as(kernel).isEqualTo(expected);
  }

  /** The kernel log's syntax beside the same in LLVM's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (b7) r0 = 1                                        | r0 = 1
          (b4) w0 = -1                                       | w0 = -1
          (61) r1 = *(u32 *)(r6 +12)                         | r1 = *(u32 *)(r6 + 12)
          (62) *(u32 *)(r10 -4) = 0                          | *(u32 *)(r10 - 4) = 0
          (15) if r0 == 0x0 goto pc+5                        | if r0 == 0 goto +5
          (56) if w0 != 0xffffffff goto pc-2                 | if w0 != -1 goto -2
          (05) goto pc-1                                     | goto -1
          (06) gotol pc+70000                                | gotol +70000
          (e5) may_goto pc+2                                 | may_goto +2
          (18) r1 = 0xffffffffffffffff                       | r1 = -1 ll
          (85) call bpf_map_lookup_elem#1                    | call 1
          (30) r0 = *(u8 *)skb[12]                           | r0 = *(u8 *)skb[12]
          (50) r0 = *(u8 *)skb[r1 + 12]                      | r0 = *(u8 *)skb[r1 + 12]
          (c3) lock *(u32 *)(r1 +0) += r2                    | lock *(u32 *)(r1 + 0) += r2
          (db) r2 = atomic64_fetch_add((u64 *)(r1 +0), r2)   | r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)
          (c3) r0 = atomic_cmpxchg((u32 *)(r1 +0), r0, r2)   | w0 = cmpxchg32_32(r1 + 0, w0, w2)
          (db) r2 = atomic64_xchg((u64 *)(r1 -8), r2)        | r2 = xchg_64(r1 - 8, r2)
          (d3) r1 = load_acquire((u8 *)(r2 +0))              | w1 = load_acquire((u8 *)(r2 + 0))
          (bf) r1 = (s8)r2                                   | r1 = (s8)r2
          (bf) r1 = addr_space_cast(r2, 0, 1)                | r1 = addr_space_cast(r2, 0, 1)
          (dc) r1 = be16 r1                                  | r1 = be16 r1
          (84) w1 = -w1                                      | w1 = -w1
          (c7) r1 s>>= 3                                     | r1 s>>= 3
          (0d) gotox r3                                      | gotox r3
          """)
  void readsAndWritesBothSyntaxes(String kernel, String llvm) {
    Code code = Assembler.code(kernel);
    assertThat(Assembler.code(llvm)).isEqualTo(code);
    assertThat(Disassembler.kernel().text(code.instructions().get(0))).isEqualTo(kernel);
    assertThat(Disassembler.llvm().text(code.instructions().get(0))).isEqualTo(llvm);
  }

  @Test
  void resolvesLabels() {
    Code code =
        Assembler.code(
            """
            begin:              # a comment
              r1 = 5 ll         ; another
            again: r1 += -1     // and another
              if r1 != 0 goto again
              call sub
              goto out
              call helper map_lookup_elem
              call bpf_map_lookup_elem
            out: exit
            sub:
              may_goto begin
              exit
            """);
    assertThat(code)
        .isEqualTo(
            Assembler.code(
                """
                r1 = 0x5 ll
                r1 += -0x1
                if r1 != 0 goto -2
                call pc+4
                goto +2
                call 1
                call 1
                exit
                may_goto -10
                exit
                """));
  }

  @Test
  void tellsCalleesApart() {
    assertThat(
            Assembler.code(
                    """
                    call 7
                    call 7 <sub>
                    call 7 <kfunc>
                    call 7 <kfunc of module 3>
                    call bpf_cpumask_create#7
                    call unknown#999
                    call elsewhere
                    """)
                .instructions())
        .containsExactly(
            new Call(new Callee.Helper(7)),
            new Call(new Callee.Local(7)),
            new Call(new Callee.KfuncId(7, (short) 0)),
            new Call(new Callee.KfuncId(7, (short) 3)),
            new Call(new Callee.KfuncId(7, (short) 0)),
            new Call(new Callee.Helper(999)),
            new Call(new Callee.Subprogram("elsewhere")));
  }

  @Test
  void numbersAreLocalLabels() {
    assertThat(Assembler.code("1: r0 = 0\ngoto 1f\n1: if r0 != 0 goto 1b\ngoto 1b\nexit"))
        .isEqualTo(Assembler.code("r0 = 0\ngoto +0\nif r0 != 0 goto -1\ngoto -2\nexit"));
  }

  @Test
  void readsWhatBpftoolShowsOfLoadedPrograms() {
    assertThat(
            Assembler.code(
                """
                   0: (18) r1 = map[id:5]
                   2: (18) r2 = map[id:6][0]+16
                   4: (18) r3 = subprog[+7]
                   6: (85) call bpf_map_lookup_elem#280912
                   7: (85) call pc+1#bpf_prog_0123_sub
                   8: (b7) r0 = 1
                       b7 00 00 00 01 00 00 00
                """))
        .isEqualTo(
            Assembler.code(
                """
                ld_pseudo r1, 1, 5
                ld_pseudo r2, 2, 6, 16
                ld_pseudo r3, 4, 7
                call 1
                call pc+1
                r0 = 1
                """));
  }

  @Test
  void aLabelIsBoundOnceAndMarksAnInstruction() {
    assertThatThrownBy(() -> Assembler.code("a: exit\na: exit"))
        .hasMessage("line 2, column 1: label \"a\" is there twice");
    assertThatThrownBy(() -> Assembler.code("goto a\na:"))
        .hasMessage("line 1, column 6: label \"a\" marks no instruction");
  }
}
