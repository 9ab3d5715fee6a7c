package io.bpf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.asm.Assembler;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.InstructionTable;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CpuLevelTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          V1 | r1 += 2
          V1 | w1 = 2
          V1 | if r1 s> 2 goto +0
          V1 | lock *(u64 *)(r1 + 0) += r2
          V1 | r1 = be16 r1
          V1 | exit
          V2 | if r1 < 2 goto +0
          V2 | if r1 s<= r2 goto +0
          V3 | if w1 == 2 goto +0
          V3 | if w1 < 2 goto +0
          V3 | r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)
          V3 | lock *(u64 *)(r1 + 0) &= r2
          V4 | r1 = *(s8 *)(r2 + 0)
          V4 | r1 = (s8)r2
          V4 | r1 s/= r2
          V4 | w1 s%= 3
          V4 | r1 = bswap16 r1
          V4 | gotol +1
          V4 | w1 = load_acquire((u8 *)(r2 + 0))
          V4 | gotox r1
          """)
  void knowsTheLevelThatAnInstructionNeeds(CpuLevel level, String text) {
    Code code = Assembler.code(text);
    assertThat(CpuLevel.of(code.instructions().get(0))).isEqualTo(level);
    assertThat(CpuLevel.of(Assembler.code("r0 = 0\n" + text + "\nexit"))).isEqualTo(level);
  }

  static Stream<InstructionTable.Row> rows() {
    return InstructionTable.rows().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void knowsLevelAndFeatureOfEveryInstruction(InstructionTable.Row row) {
    Code code = Code.decode(row.sample(ByteOrder.BIG_ENDIAN), ByteOrder.BIG_ENDIAN);
    Instruction instruction = code.instructions().get(0);
    CpuLevel level = CpuLevel.valueOf(row.level().toUpperCase(Locale.ROOT));
    assertThat(CpuLevel.of(instruction)).isEqualTo(level);
    Optional<Feature> feature = Feature.neededBy(instruction);
    if (level == CpuLevel.V4) {
      assertThat(feature).isPresent();
      assertThat(level.needs().contains(feature.get()))
          .as("beyond v4")
          .isNotEqualTo(row.group().equals("kernel"));
    } else if (instruction.kind() == Instruction.Kind.JUMP) {
      assertThat(feature.isPresent()).isEqualTo(level == CpuLevel.V3);
    }
  }
}
