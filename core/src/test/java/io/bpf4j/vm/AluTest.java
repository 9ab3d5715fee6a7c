package io.bpf4j.vm;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Width;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AluTest {
  static Stream<String[]> alu() {
    return Programs.rows("alu.tsv");
  }

  static Stream<String[]> jumps() {
    return Programs.rows("jump.tsv");
  }

  private static Width width(String bits) {
    return bits.equals("64") ? Width.W64 : Width.W32;
  }

  @ParameterizedTest
  @MethodSource("alu")
  void computesAsTheRfcSays(String op, String bits, String left, String right, String expected) {
    AluOp operation = AluOp.valueOf(op);
    long a = Long.parseUnsignedLong(left, 16);
    long b = Long.parseUnsignedLong(right, 16);
    long wanted = Long.parseUnsignedLong(expected, 16);
    assertThat(alu(operation, width(bits), a, b, operation == AluOp.NEG ? new Imm(0) : R1))
        .isEqualTo(wanted);
    if (b == (int) b && !operation.isSignExtendingMove() && operation != AluOp.NEG) {
      assertThat(alu(operation, width(bits), a, b, new Imm((int) b)))
          .as("with an immediate")
          .isEqualTo(wanted);
    }
  }

  private static long alu(AluOp op, Width width, long a, long b, Operand operand) {
    Run run =
        Programs.run(
            p -> p.loadImm64(R0, a).loadImm64(R1, b).with(new Alu(op, width, R0, operand)).exit());
    assertThat(run.fault()).isEmpty();
    assertThat(run.instructions()).isEqualTo(4);
    return run.r0();
  }

  @ParameterizedTest
  @MethodSource("jumps")
  void jumpsAsTheRfcSays(String op, String bits, String left, String right, String taken) {
    long a = Long.parseUnsignedLong(left, 16);
    long b = Long.parseUnsignedLong(right, 16);
    JumpOp operation = JumpOp.valueOf(op);
    assertThat(jumps(operation, width(bits), a, b, R1)).isEqualTo(Boolean.parseBoolean(taken));
    if (b == (int) b) {
      assertThat(jumps(operation, width(bits), a, b, new Imm((int) b)))
          .as("with an immediate")
          .isEqualTo(Boolean.parseBoolean(taken));
    }
  }

  private static boolean jumps(JumpOp op, Width width, long a, long b, Operand operand) {
    Run run =
        Programs.run(
            p -> {
              p.loadImm64(R0, a).loadImm64(R1, b);
              p.with(new Jump(op, width, R0, operand, (short) 2));
              p.mov(R0, 0).exit().mov(R0, 1).exit();
            });
    return run.r0() == 1;
  }

  @Test
  void swapsBytes() {
    long value = 0x0102030405060708L;
    assertThat(swap(ByteSwap.Order.SWAP, 16, value)).isEqualTo(0x0807L);
    assertThat(swap(ByteSwap.Order.SWAP, 32, value)).isEqualTo(0x08070605L);
    assertThat(swap(ByteSwap.Order.SWAP, 64, value)).isEqualTo(0x0807060504030201L);
    assertThat(swap(ByteSwap.Order.SWAP, 32, 0xffL)).isEqualTo(0xff000000L);
    assertThat(swap(ByteSwap.Order.TO_BE, 16, value)).isEqualTo(0x0807L);
    assertThat(swap(ByteSwap.Order.TO_BE, 32, value)).isEqualTo(0x08070605L);
    assertThat(swap(ByteSwap.Order.TO_BE, 64, value)).isEqualTo(0x0807060504030201L);
    assertThat(swap(ByteSwap.Order.TO_LE, 16, value)).isEqualTo(0x0708L);
    assertThat(swap(ByteSwap.Order.TO_LE, 32, value)).isEqualTo(0x05060708L);
    assertThat(swap(ByteSwap.Order.TO_LE, 64, value)).isEqualTo(value);
  }

  @Test
  void swapsTheOtherWayOnABigEndianMachine() {
    long value = 0x0102030405060708L;
    assertThat(swap(ByteOrder.BIG_ENDIAN, ByteSwap.Order.TO_BE, 16, value)).isEqualTo(0x0708L);
    assertThat(swap(ByteOrder.BIG_ENDIAN, ByteSwap.Order.TO_LE, 16, value)).isEqualTo(0x0807L);
    assertThat(swap(ByteOrder.BIG_ENDIAN, ByteSwap.Order.SWAP, 16, value)).isEqualTo(0x0807L);
  }

  private static long swap(ByteSwap.Order order, int bits, long value) {
    return swap(ByteOrder.LITTLE_ENDIAN, order, bits, value);
  }

  private static long swap(ByteOrder machine, ByteSwap.Order order, int bits, long value) {
    var program =
        Programs.xdp(
            "main", b -> b.loadImm64(R0, value).with(new ByteSwap(order, bits, R0)).exit());
    Vm vm = Vm.of(Programs.object(machine, List.of(program)));
    return vm.run("main", Input.Xdp.of(new byte[14])).r0();
  }
}
