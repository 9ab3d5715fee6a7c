package io.bpf4j.isa;

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

  @Test
  void hasEveryConformanceGroup() {
    assertThat(rows().map(Row::group).distinct())
        .contains(
            "base32", "base64", "atomic32", "atomic64", "divmul32", "divmul64", "packet", "kernel");
  }

  /** Every opcode with fields inside and outside of what the table allows. */
  @Test
  void whatNoRowAllowsIsRaw() {
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
              boolean listed =
                  ofOpcode.stream().anyMatch(row -> row.matches(fixed, dst, src, offset, imm));
              if (isKnown(opcode, dst, src, offset, imm) != listed) {
                wrong.add(opcode + " " + dst + " " + src + " " + offset + " " + imm);
              }
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isKnown(int opcode, int dst, int src, int offset, int imm) {
    ByteBuffer out = ByteBuffer.allocate(opcode == 0x18 ? 16 : 8).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) opcode).put(InstructionTable.registers(dst, src, ByteOrder.LITTLE_ENDIAN));
    out.putShort((short) offset).putInt(imm);
    Code code = Code.decode(out.array(), ByteOrder.LITTLE_ENDIAN);
    return code.instructions().get(0).kind() != Instruction.Kind.RAW;
  }
}
