package io.bpf4j.vm;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.Raw;
import io.bpf4j.isa.Size;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.SubprogramSpec;
import io.bpf4j.uapi.MapType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlFlowTest {
  private static final byte[] PACKET = new byte[64];

  @Test
  void loops() {
    Run run =
        Programs.run(
            b -> {
              Label again = b.newLabel("again");
              b.mov(R0, 0).mov(R1, 10).bind(again).alu(AluOp.ADD, R0, R1).alu(AluOp.SUB, R1, 1);
              b.jump(JumpOp.JNE, R1, 0, again).exit();
            });
    assertThat(run.r0()).isEqualTo(55);
    assertThat(run.instructions()).isEqualTo(2 + 10 * 3 + 1);
  }

  @Test
  void longGotosReach() {
    assertThat(Programs.run(b -> b.mov(R0, 1).with(new Goto(1, true)).mov(R0, 2).exit()).r0())
        .isEqualTo(1);
  }

  @Test
  void anEndlessLoopUsesUpItsBudget() {
    var program = Programs.xdp("main", b -> b.with(new Goto(-1, false)).exit());
    Vm vm = Vm.builder(Programs.object(List.of(program))).budget(1000).build();
    Run run = vm.run("main", Input.Xdp.of(PACKET));
    assertThat(run.fault().orElseThrow().kind()).isEqualTo(Fault.Kind.BUDGET);
    assertThat(run.instructions()).isEqualTo(1000);
    assertThat(run.fault().orElseThrow().pc()).isZero();
  }

  @Test
  void mayGotoLeavesALoopInTheEnd() {
    Run run =
        Programs.run(
            b -> {
              Label again = b.newLabel("again");
              Label out = b.newLabel("out");
              b.mov(R0, 0).bind(again).with(new Branch(new MayGoto((short) 0), out));
              b.alu(AluOp.ADD, R0, 1).goTo(again).bind(out).exit();
            });
    assertThat(run.r0()).isEqualTo(8 * 1024 * 1024);
  }

  @Test
  void runningOffTheEndOrJumpingNowhereIsAFault() {
    Fault end = Programs.run(b -> b.mov(R0, 0)).fault().orElseThrow();
    assertThat(end.kind()).isEqualTo(Fault.Kind.BAD_TARGET);
    assertThat(end.pc()).isEqualTo(1);
    Fault far = Programs.run(b -> b.with(new Goto(100, false)).exit()).fault().orElseThrow();
    assertThat(far.kind()).isEqualTo(Fault.Kind.BAD_TARGET);
    Fault middle =
        Programs.run(b -> b.with(new Goto(1, false)).loadImm64(R0, 1).exit()).fault().orElseThrow();
    assertThat(middle.kind()).isEqualTo(Fault.Kind.BAD_TARGET);
  }

  @Test
  void whatIsNoInstructionIsAFault() {
    Fault fault =
        Programs.run(b -> b.mov(R0, 0).with(new Raw(0xff, 0, 0, (short) 0, 0)).exit())
            .fault()
            .orElseThrow();
    assertThat(fault.kind()).isEqualTo(Fault.Kind.UNSUPPORTED);
    assertThat(fault.pc()).isEqualTo(1);
  }

  /** R6 to R9 and the frame are the caller's again after a call; pointers into it work within. */
  @Test
  void subprogramsHaveTheirOwnFrame() {
    Code twice =
        Code.build(
            b -> {
              b.load(Size.DW, R6, R1, 0).alu(AluOp.ADD, R6, R6).store(Size.DW, R1, 0, R6);
              b.load(Size.DW, R0, R10, -8).store(Size.DW, R10, -8, new Imm(77)).exit();
            });
    var main =
        Programs.xdp(
            "main",
            b -> {
              b.mov(R6, 5).store(Size.DW, R10, -8, new Imm(21)).mov(R1, R10);
              b.alu(AluOp.ADD, R1, -8).callSubprogram("twice").alu(AluOp.ADD, R0, R6);
              b.load(Size.DW, R1, R10, -8).alu(AluOp.ADD, R0, R1).exit();
            });
    ObjectSpec object =
        new ObjectSpec(
            "test",
            ByteOrder.LITTLE_ENDIAN,
            "GPL",
            List.of(main),
            List.of(new SubprogramSpec("twice", ".text", Linkage.STATIC, twice, 0, List.of())),
            List.of(),
            Btf.EMPTY,
            List.of());
    assertThat(Vm.of(object).run("main", Input.Xdp.of(PACKET)).r0()).isEqualTo(0 + 5 + 42);
  }

  @Test
  void eightFramesAreTheMost() {
    for (int depth : new int[] {7, 8}) {
      Run run =
          Programs.run(
              b -> {
                Label self = b.newLabel("self");
                Label out = b.newLabel("out");
                b.mov(R0, 1).mov(R1, depth);
                b.with(new Branch(new io.bpf4j.isa.Call(new io.bpf4j.isa.Callee.Local(0)), self));
                b.exit().bind(self).alu(AluOp.SUB, R1, 1).jump(JumpOp.JEQ, R1, 0, out);
                b.with(new Branch(new io.bpf4j.isa.Call(new io.bpf4j.isa.Callee.Local(0)), self));
                b.bind(out).exit();
              });
      assertThat(run.fault().map(Fault::kind).orElse(null))
          .isEqualTo(depth == 7 ? null : Fault.Kind.CALL_DEPTH);
    }
  }

  private static final MapSpec JUMPS = MapSpec.of("jumps", MapType.PROG_ARRAY, 4, 4, 4);

  @Test
  void tailCallsEndAfterThirtyThree() {
    MapSpec counts = MapSpec.of("counts", MapType.ARRAY, 4, 8, 1);
    var self =
        Programs.xdp(
            "self",
            b -> {
              b.mov(R6, R1).store(Size.W, R10, -4, new Imm(0)).loadMap(R1, "counts");
              b.mov(R2, R10).alu(AluOp.ADD, R2, -4).callHelper(1);
              b.load(Size.DW, R1, R0, 0).alu(AluOp.ADD, R1, 1).store(Size.DW, R0, 0, R1);
              b.mov(R1, R6).loadMap(R2, "jumps").mov(R3, 1).callHelper(12).mov(R0, 42).exit();
            });
    Vm vm = Vm.of(Programs.object(List.of(self), JUMPS, counts));
    vm.map("jumps").orElseThrow().setProgram(1, "self");
    assertThat(vm.run("self", Input.Xdp.of(PACKET)).r0()).isEqualTo(42);
    byte[] count = vm.map("counts").orElseThrow().lookup(new byte[4]).orElseThrow();
    assertThat(count[0]).as("the first run and 33 tail calls").isEqualTo((byte) 34);
  }

  @Test
  void aTailCallToAnEmptySlotGoesOn() {
    var main =
        Programs.xdp(
            "main",
            b ->
                b.loadMap(R2, "jumps")
                    .loadImm64(R3, 0xffffffff00000002L)
                    .callHelper(12)
                    .mov(R0, 7)
                    .exit());
    var other = Programs.xdp("other", b -> b.loadImm64(R0, 0x5_0000_0000L).exit());
    Vm vm = Vm.of(Programs.object(List.of(main, other), JUMPS));
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isEqualTo(7);
    vm.map("jumps").orElseThrow().setProgram(2, "other");
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0())
        .as("the index is the low half")
        .isEqualTo(0x5_0000_0000L);
    vm.map("jumps").orElseThrow().setProgram(2, null);
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isEqualTo(7);
  }

  @Test
  void slotsOfTheObjectAreFilled() {
    MapSpec filled =
        new MapSpec(
            "jumps",
            MapType.PROG_ARRAY,
            4,
            4,
            4,
            0,
            0,
            false,
            0,
            0,
            null,
            new MapSpec.Contents.Slots(List.of(new MapSpec.Contents.Slot(3, "other"))));
    var main = Programs.xdp("main", b -> b.loadMap(R2, "jumps").mov(R3, 3).callHelper(12).exit());
    var other = Programs.xdp("other", b -> b.mov(R0, 99).exit());
    Vm vm = Vm.of(Programs.object(List.of(main, other), filled));
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isEqualTo(99);
  }

  /** A tail call out of a subprogram returns to the subprogram's caller. */
  @Test
  void aTailCalledProgramReturnsToTheCallerOfItsFrame() {
    Code sub = Code.build(b -> b.loadMap(R2, "jumps").mov(R3, 0).callHelper(12).mov(R0, -1).exit());
    var main =
        Programs.xdp(
            "main", b -> b.mov(R6, 100).callSubprogram("sub").alu(AluOp.ADD, R0, R6).exit());
    var other = Programs.xdp("other", b -> b.mov(R6, 1).loadImm64(R0, 23).exit());
    ObjectSpec object =
        new ObjectSpec(
            "test",
            ByteOrder.LITTLE_ENDIAN,
            "GPL",
            List.of(main, other),
            List.of(new SubprogramSpec("sub", ".text", Linkage.STATIC, sub, 0, List.of())),
            List.of(JUMPS),
            Btf.EMPTY,
            List.of());
    Vm vm = Vm.of(object);
    vm.map("jumps").orElseThrow().setProgram(0, "other");
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isEqualTo(123);
  }

  @Test
  void tellsTheTracerOfEveryInstruction() {
    List<String> seen = new ArrayList<>();
    var main =
        Programs.xdp("main", b -> b.mov(R0, 1).loadImm64(R1, 5).alu(AluOp.ADD, R0, R1).exit());
    Vm vm =
        Vm.builder(Programs.object(List.of(main)))
            .tracer((name, pc, after) -> seen.add(name + " " + pc + " " + after.get(R0)))
            .build();
    vm.run("main", Input.Xdp.of(PACKET));
    assertThat(seen).containsExactly("main 0 1", "main 1 1", "main 3 6", "main 4 6");
  }

  @Test
  void anUnknownProgramIsRefused() {
    Vm vm = Vm.of(Programs.object(List.of(Programs.xdp("main", b -> b.mov(R0, 0).exit()))));
    assertThatThrownBy(() -> vm.run("nain", Input.Xdp.of(PACKET)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no program nain");
  }
}
