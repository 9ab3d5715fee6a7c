package io.bpf4j.spec.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.CodeElement;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Width;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorTest {
  private static long run(CodeElement element, long left, long right) {
    long[] registers = new long[11];
    registers[1] = left;
    registers[2] = right;
    assertThat(new Evaluator(List.of(element)).run(registers)).isTrue();
    return registers[1];
  }

  @ParameterizedTest
  @CsvSource({
    "ADD, W32, 0xffffffff, 2, 1",
    "SUB, W32, 0, 1, 0xffffffff",
    "DIV, W64, 9, 0, 0",
    "MOD, W64, 9, 0, 9",
    "MOD, W32, 0x100000009, 0, 9",
    "DIV, W64, -1, 2, 0x7fffffffffffffff",
    "SDIV, W64, -9, 2, -4",
    "SMOD, W32, -9, 2, 0xffffffff",
    "ARSH, W32, 0x80000000, 4, 0xf8000000",
    "RSH, W64, -1, 63, 1",
    "LSH, W32, 1, 33, 2",
    "MOVSX8, W64, 0, 0x80, -128",
    "MOVSX16, W32, 0, 0x8000, 0xffff8000",
    "MOVSX32, W64, 0, 0x80000000, -2147483648"
  })
  void computes(AluOp op, Width width, String left, String right, String expected) {
    Alu alu = new Alu(op, width, Register.R1, Register.R2);
    assertThat(run(alu, Long.decode(left), Long.decode(right))).isEqualTo(Long.decode(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "TO_LE, 16, 0x123456, 0x3456",
    "TO_BE, 16, 0x123456, 0x5634",
    "SWAP, 32, 0x11223344, 0x44332211",
    "TO_BE, 64, 1, 0x100000000000000"
  })
  void swaps(ByteSwap.Order order, int bits, String value, String expected) {
    ByteSwap swap = new ByteSwap(order, bits, Register.R1);
    assertThat(run(swap, Long.decode(value), 0)).isEqualTo(Long.decode(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "JGT, W64, -1, 1, true",
    "JSGT, W64, -1, 1, false",
    "JLT, W32, 0x100000000, 1, true",
    "JSLE, W32, 0x80000000, 0, true",
    "JSET, W64, 6, 1, false"
  })
  void compares(JumpOp op, Width width, String left, int right, boolean expected) {
    Jump jump = new Jump(op, width, Register.R1, new Imm(right), (short) 0);
    long[] registers = new long[11];
    registers[1] = Long.decode(left);
    assertThat(Evaluator.holds(jump, registers)).isEqualTo(expected);
  }
}
