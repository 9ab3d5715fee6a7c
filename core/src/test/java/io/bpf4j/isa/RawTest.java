package io.bpf4j.isa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0xff | 0  | 0  | 0   | 0   | OPCODE | unknown opcode 0xff
          0x07 | 11 | 0  | 0   | 1   | DST | dst is 11: registers are 0 to 10
          0x0f | 1  | 12 | 0   | 0   | SRC | src is 12: registers are 0 to 10
          0x07 | 1  | 2  | 0   | 1   | SRC | src is 2, must be 0
          0x07 | 1  | 0  | 4   | 1   | OFFSET | offset is 4, must be 0
          0x37 | 1  | 0  | 4   | 1   | OFFSET | offset is 4: it selects no operation
          0x0f | 1  | 2  | 0   | 9   | IMM | imm is 9: must be 0
          0xdb | 1  | 2  | 0   | 9   | IMM | imm is 9: no atomic operation
          0xd4 | 1  | 0  | 0   | 24  | IMM | imm is 24: a byte swap's is 16, 32 or 64
          0x95 | 1  | 0  | 0   | 0   | DST | dst is 1, must be 0
          0x95 | 1  | 0  | 0   | 1   | SEVERAL | more than one field that must be 0 is not
          0x85 | 0  | 3  | 0   | 1   | SRC | src is 3: no kind of call
          0x18 | 0  | 7  | 0   | 1   | SRC | src is 7: a 64-bit immediate's is 0 to 6
          0x18 | 0  | 0  | 1   | 1   | OFFSET | offset is 1: a 64-bit immediate's is 0
          0x18 | 0  | 0  | 0   | 1   | SECOND_SLOT | the second slot of the 64-bit immediate is missing or has fields besides its immediate
          """)
  void saysWhatIsWrong(
      String opcode, int dst, int src, short offset, int imm, Flaw.Field field, String reason) {
    Raw raw = new Raw(Integer.decode(opcode), dst, src, offset, imm);
    assertThat(raw.flaw()).isEqualTo(new Flaw(field, reason));
  }
}
