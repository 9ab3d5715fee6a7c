package io.bpf4j.vm;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryAccessTest {
  private static final long VALUE = 0x8182838485868788L;

  @ParameterizedTest
  @EnumSource(Size.class)
  void storesAndLoadsEverySize(Size size) {
    int bits = size.bytes() * 8;
    long low = bits == 64 ? VALUE : VALUE & (1L << bits) - 1;
    Run zeroExtended = Programs.run(b -> roundTrip(b, size, false));
    assertThat(zeroExtended.r0()).isEqualTo(low);
    if (size != Size.DW) {
      Run signExtended = Programs.run(b -> roundTrip(b, size, true));
      assertThat(signExtended.r0()).isEqualTo(VALUE << 64 - bits >> 64 - bits);
    }
  }

  private static void roundTrip(CodeBuilder b, Size size, boolean signed) {
    b.loadImm64(R1, VALUE).store(Size.DW, R10, -16, new Imm(0)).store(size, R10, -16, R1);
    b.with(new Load(size, signed, R0, R10, (short) -16)).exit();
  }

  @Test
  void storesImmediatesSignExtended() {
    Run run =
        Programs.run(b -> b.store(Size.DW, R10, -8, new Imm(-2)).load(Size.DW, R0, R10, -8).exit());
    assertThat(run.r0()).isEqualTo(-2);
  }

  @Test
  void bytesStandInTheOrderOfTheObject() {
    Consumer<CodeBuilder> body =
        b -> b.loadImm64(R1, VALUE).store(Size.DW, R10, -8, R1).load(Size.B, R0, R10, -8).exit();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      Vm vm = Vm.of(Programs.object(order, List.of(Programs.xdp("main", body))));
      long first = order == ByteOrder.LITTLE_ENDIAN ? 0x88 : 0x81;
      assertThat(vm.run("main", Input.Xdp.of(new byte[14])).r0()).isEqualTo(first);
    }
  }

  @Test
  void theStackIsFreshInEveryRun() {
    Vm vm =
        Vm.of(
            Programs.object(
                List.of(
                    Programs.xdp(
                        "main",
                        b ->
                            b.load(Size.DW, R0, R10, -8)
                                .store(Size.DW, R10, -8, new Imm(9))
                                .exit()))));
    assertThat(vm.run("main", Input.Xdp.of(new byte[14])).r0()).isZero();
    assertThat(vm.run("main", Input.Xdp.of(new byte[14])).r0()).isZero();
  }

  @ParameterizedTest
  @EnumSource(AtomicOp.class)
  void atomicsCombineAndFetch(AtomicOp op) {
    for (Size size : List.of(Size.W, Size.DW)) {
      long old = size == Size.DW ? 0x1_0000_00f0L : 0xf0L;
      long mask = size == Size.DW ? -1 : 0xffffffffL;
      long stored = atomic(op, size, old, b -> b.load(Size.DW, R0, R10, -8));
      long source = atomic(op, size, old, b -> b.mov(R0, R2));
      long r0 = atomic(op, size, old, b -> {});
      long expected =
          switch (op) {
            case ADD, FETCH_ADD -> old + 0x3c;
            case OR, FETCH_OR -> old | 0x3c;
            case AND, FETCH_AND -> old & 0x3c;
            case XOR, FETCH_XOR -> old ^ 0x3c;
            case XCHG, STORE_REL -> 0x3c;
            case CMPXCHG -> size == Size.DW ? 0x1_0000_00f0L : 0x3c;
            case LOAD_ACQ -> old;
          };
      assertThat(stored & mask).as(op + " " + size).isEqualTo(expected & mask);
      assertThat(source).isEqualTo(op.fetches() && op != AtomicOp.CMPXCHG ? old & mask : 0x3c);
      assertThat(r0).isEqualTo(op == AtomicOp.CMPXCHG ? old & mask : 0xf0);
    }
  }

  /** R0 = 0xf0 is what a comparison expects: 4 bytes of the old value are that, 8 are not. */
  private static long atomic(AtomicOp op, Size size, long old, Consumer<CodeBuilder> after) {
    Run run =
        Programs.run(
            b -> {
              b.loadImm64(R1, old).store(Size.DW, R10, -8, R1).mov(R2, 0x3c).mov(R0, 0xf0);
              b.with(new Atomic(op, size, R10, (short) -8, R2));
              after.accept(b);
              b.exit();
            });
    assertThat(run.fault()).isEmpty();
    return run.r0();
  }

  @Test
  void orderedAccessesTakeSmallSizes() {
    Run run =
        Programs.run(
            b -> {
              b.loadImm64(R1, VALUE);
              b.with(new Atomic(AtomicOp.STORE_REL, Size.H, R10, (short) -2, R1));
              b.with(new Atomic(AtomicOp.LOAD_ACQ, Size.B, R10, (short) -1, R0)).exit();
            });
    assertThat(run.r0()).isEqualTo(0x87);
  }

  private static Fault fault(Consumer<CodeBuilder> body, MapSpec... maps) {
    Run run = Programs.run(body, maps);
    return run.fault().orElseThrow(() -> new AssertionError("no fault: " + run));
  }

  @Test
  void accessOutsideOfTheFrameIsAFault() {
    Fault below = fault(b -> b.load(Size.B, R0, R10, -513).exit());
    assertThat(below.kind()).isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
    assertThat(below.region()).isEqualTo("stack frame 0");
    assertThat(below.message())
        .isEqualTo("read of 1 bytes at offset -1 of stack frame 0, which has offsets 0 to 511");
    Fault above = fault(b -> b.mov(R0, 0).store(Size.DW, R10, -4, R0).exit());
    assertThat(above.kind()).isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
    assertThat(above.pc()).isEqualTo(1);
    assertThat(above.message()).startsWith("write of 8 bytes at offset 508");
  }

  @Test
  void accessThroughNoAddressIsAFault() {
    assertThat(fault(b -> b.mov(R1, 0).load(Size.DW, R0, R1, 0).exit()))
        .isEqualTo(new Fault(Fault.Kind.INVALID_ADDRESS, "main", 1, 0, "", "access through null"));
    assertThat(fault(b -> b.loadImm64(R1, -8).load(Size.DW, R0, R1, 0).exit()).message())
        .isEqualTo("access through 0xfffffffffffffff8, no address");
    assertThat(fault(b -> b.mov(R1, 64).store(Size.B, R1, 0, R1).exit()).kind())
        .isEqualTo(Fault.Kind.INVALID_ADDRESS);
  }

  @Test
  void anAtomicMustBeAligned() {
    Fault fault =
        fault(
            b -> b.mov(R2, 1).with(new Atomic(AtomicOp.ADD, Size.DW, R10, (short) -12, R2)).exit());
    assertThat(fault.kind()).isEqualTo(Fault.Kind.MISALIGNED);
    assertThat(fault.message())
        .isEqualTo("atomic operation of 8 bytes at offset 500 of stack frame 0");
  }

  @Test
  void aMapsValueEndsWhereItEnds() {
    MapSpec map = MapSpec.of("counts", MapType.ARRAY, 4, 12, 2);
    Fault fault =
        fault(
            b -> {
              b.store(Size.W, R10, -4, new Imm(1)).loadMap(R1, "counts").mov(R2, R10);
              b.alu(io.bpf4j.isa.AluOp.ADD, R2, -4).callHelper(1);
              b.store(Size.W, R0, 8, new Imm(1)).load(Size.DW, R3, R0, 8).exit();
            },
            map);
    assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
    assertThat(fault.message())
        .isEqualTo(
            "read of 8 bytes at offset 8 of element 1 of map counts, which has 12 bytes an element");
  }
}
