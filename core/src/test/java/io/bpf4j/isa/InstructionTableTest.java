package io.bpf4j.isa;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.InstructionTable.Row;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9669's table, row by row, and nothing besides it. */
class InstructionTableTest {
  static Stream<Row> rows() {
    return InstructionTable.rows().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void decodesAndEncodesTheRow(Row row) {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      byte[] bytes = row.sample(order);
      Code code = Code.decode(bytes, order);
      assertThat(code.instructions()).hasSize(1);
      assertThat(code.instructions().get(0)).hasToString(row.value());
      assertThat(code.encode(order)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void knowsTheGroupOfTheRow(Row row) {
    Instruction instruction = decode(row.sample(ByteOrder.LITTLE_ENDIAN));
    assertThat(ConformanceGroup.of(instruction).orElseThrow().rfcName()).isEqualTo(row.group());
  }

  @Test
  void hasEveryConformanceGroup() {
    assertThat(rows().map(Row::group).collect(toSet()))
        .isEqualTo(Stream.of(ConformanceGroup.values()).map(g -> g.rfcName()).collect(toSet()));
  }

  /** Every opcode with fields inside and outside of what the table allows. */
  @Test
  void whatNoRowAllowsIsRawAndSaysWhy() {
    List<Row> rows = InstructionTable.rows();
    int[] registers = {0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 15};
    int[] offsets = {0, 1, 2, 8, 16, 32, 64, -1};
    int[] imms = {0, 1, 8, 16, 32, 64, 0x40, 0x41, 0x50, 0xa0, 0xe1, 0xf1, 0x100, 0x110, 0x101, -1};
    List<String> wrong = new ArrayList<>();
    for (int opcode = 0; opcode < 256; opcode++) {
      int fixed = opcode;
      List<Row> ofOpcode = rows.stream().filter(row -> row.opcode() == fixed).toList();
      for (int dst : registers) {
        for (int src : registers) {
          for (int offset : offsets) {
            for (int imm : imms) {
              Flaw.Field expected = flaw(ofOpcode, opcode, dst, src, offset, imm);
              Flaw.Field actual = flaw(decode(bytes(opcode, dst, src, offset, imm)));
              if (expected != actual) {
                wrong.add(
                    String.format(
                        "0x%02x %d %d %d %d: %s, not %s",
                        opcode, dst, src, offset, imm, expected, actual));
              }
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What is wrong by the table, null where a row has it. */
  private static Flaw.Field flaw(
      List<Row> ofOpcode, int opcode, int dst, int src, int offset, int imm) {
    if (ofOpcode.isEmpty()) {
      return Flaw.Field.OPCODE;
    }
    if (ofOpcode.stream().anyMatch(row -> row.matches(opcode, dst, src, offset, imm))) {
      return null;
    }
    if (dst > 10) {
      return Flaw.Field.DST;
    }
    if (src > 10 || opcode == 0x18 && src > 6) {
      return Flaw.Field.SRC;
    }
    return Stream.of(Flaw.Field.IMM, Flaw.Field.OFFSET, Flaw.Field.SRC, Flaw.Field.DST)
        .filter(
            field ->
                ofOpcode.stream()
                    .anyMatch(row -> row.matchesBut(field, opcode, dst, src, offset, imm)))
        .findFirst()
        .orElse(Flaw.Field.SEVERAL);
  }

  private static Flaw.Field flaw(Instruction instruction) {
    return instruction instanceof Raw raw ? raw.flaw().field() : null;
  }

  private static byte[] bytes(int opcode, int dst, int src, int offset, int imm) {
    ByteBuffer out = ByteBuffer.allocate(opcode == 0x18 ? 16 : 8).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) opcode).put(InstructionTable.registers(dst, src, ByteOrder.LITTLE_ENDIAN));
    return out.putShort((short) offset).putInt(imm).array();
  }

  private static Instruction decode(byte[] bytes) {
    return Code.decode(bytes, ByteOrder.LITTLE_ENDIAN).instructions().get(0);
  }
}
