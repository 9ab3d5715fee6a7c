package io.bpf4j.vm;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R5;
import static io.bpf4j.isa.Register.R6;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Ring buffers and perf event arrays, from the program to the Java consumer. */
class OutputHelpersTest {
  private static final MapSpec RING = MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096);
  private static final MapSpec EVENTS = MapSpec.of("events", MapType.PERF_EVENT_ARRAY, 4, 4, 2);

  private static Vm vm(Consumer<CodeBuilder> body) {
    return Vm.of(Programs.object(List.of(Programs.xdp("main", body)), RING, EVENTS));
  }

  private static Run run(Vm vm) {
    return vm.run("main", Input.Xdp.of(new byte[64]));
  }

  /** Reserves 3 bytes, writes the first, and ends the reservation. */
  private static void record(CodeBuilder b, Helper end) {
    b.loadMap(R1, "ring").mov(R2, 3).mov(R3, 0).callHelper(Helper.RINGBUF_RESERVE.number());
    b.mov(R6, R0).store(Size.B, R0, 0, new Imm(7)).mov(R1, R0).mov(R2, 0);
    b.callHelper(end.number());
  }

  @Test
  void submittedRecordsArriveAndDiscardedOnesDoNot() {
    Vm vm =
        vm(
            b -> {
              record(b, Helper.RINGBUF_DISCARD);
              record(b, Helper.RINGBUF_SUBMIT);
              b.exit();
            });
    assertThat(run(vm).fault()).isEmpty();
    VmRingBuffer ring = vm.ringBuffer("ring");
    assertThat(ring.pendingBytes()).isEqualTo(32);
    List<byte[]> records = new ArrayList<>();
    assertThat(ring.consume(records::add)).isEqualTo(1);
    assertThat(records.get(0)).hasSize(3).startsWith(7);
    assertThat(ring.pendingBytes()).isZero();
    assertThat(ring.poll()).isEmpty();
  }

  @Test
  void aRecordIsNoMoreThereOnceItIsSubmitted() {
    Vm vm =
        vm(
            b -> {
              record(b, Helper.RINGBUF_SUBMIT);
              b.store(Size.B, R6, 0, new Imm(1)).exit();
            });
    assertThat(run(vm).faulted().kind()).isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
    Vm twice =
        vm(
            b -> {
              record(b, Helper.RINGBUF_SUBMIT);
              b.mov(R1, R6).mov(R2, 0).callHelper(Helper.RINGBUF_SUBMIT.number()).exit();
            });
    assertThat(run(twice).faulted().kind()).isEqualTo(Fault.Kind.BAD_ARGUMENT);
  }

  @Test
  void aFullRingTakesNoMoreUntilItIsConsumed() {
    Vm vm =
        vm(
            b -> {
              b.loadMap(R1, "ring").mov(R2, R10).alu(AluOp.ADD, R2, -256).mov(R3, 256).mov(R4, 0);
              b.callHelper(Helper.RINGBUF_OUTPUT.number()).exit();
            });
    int taken = 0;
    while (run(vm).r0() == 0) {
      taken++;
    }
    assertThat(taken).as("of 264 bytes with header").isEqualTo(4095 / 264);
    assertThat(run(vm).r0()).isEqualTo(-11);
    for (int round = 0; round < 100; round++) {
      assertThat(vm.ringBuffer("ring").poll().orElseThrow()).hasSize(256);
      assertThat(run(vm).r0()).isZero();
    }
  }

  @Test
  void perfOutputNeedsAnOpenEvent() {
    Vm vm =
        vm(
            b -> {
              b.store(Size.W, R10, -4, new Imm(0x01020304)).loadMap(R2, "events");
              b.loadImm64(R3, 0xffffffffL).mov(R4, R10).alu(AluOp.ADD, R4, -4).mov(R5, 4);
              b.callHelper(Helper.PERF_EVENT_OUTPUT.number()).exit();
            });
    assertThat(run(vm).r0()).isEqualTo(-2);
    List<byte[]> seen = new ArrayList<>();
    vm.perfEventArray("events").open(0, seen::add);
    assertThat(run(vm).r0()).isZero();
    assertThat(seen).containsExactly(new byte[] {4, 3, 2, 1});
  }
}
