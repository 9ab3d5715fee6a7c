package io.bpf4j.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.asm.Assembler;
import org.junit.jupiter.api.Test;

class VmProgramTest {
  private static final String TEXT =
      """
      .license "GPL"
      .section "xdp"
      .program shorten
        r2 = -2
        call bpf_xdp_adjust_tail
        r0 = 2
        exit
      .section "xdp"
      .program stray
        r0 = 0
        r0 = *(u8 *)(r0 + 0)
        exit
      .section "syscall"
      .program count
        r2 = *(u64 *)(r1 + 0)
        r2 += 1
        *(u64 *)(r1 + 0) = r2
        r0 = r2
        exit
      """;

  private final Vm vm = Vm.of(Assembler.object("test", TEXT));
  private final Input packet = Input.Xdp.of(new byte[64]);

  @Test
  void tellsWhatBecameOfTheLastRun() {
    VmProgram program = vm.program("shorten");
    for (int round = 0; round < 3; round++) {
      assertThat(program.run(packet)).isEqualTo(2);
      assertThat(program.fault()).isEmpty();
      assertThat(program.instructions()).isEqualTo(4);
      assertThat(program.packetLength()).isEqualTo(62);
    }
  }

  @Test
  void tellsTheSameAsARunOfTheVm() {
    VmProgram program = vm.program("shorten");
    program.run(packet);
    Run result = program.result();
    assertThat(vm.run("shorten", packet)).usingRecursiveComparison().isEqualTo(result);
  }

  @Test
  void copiesThePacketOnlyWhereItFits() {
    byte[] bytes = new byte[64];
    bytes[61] = 7;
    VmProgram program = vm.program("shorten");
    program.run(Input.Xdp.of(bytes));
    byte[] to = new byte[64];
    program.copyPacket(to, 2);
    assertThat(to[63]).isEqualTo((byte) 7);
    assertThatThrownBy(() -> program.copyPacket(to, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void tellsAFaultAndForgetsItInTheNextRun() {
    VmProgram program = vm.program("stray");
    assertThat(program.run(packet)).isZero();
    assertThat(program.fault()).map(Fault::kind).contains(Fault.Kind.INVALID_ADDRESS);
    VmProgram other = vm.program("shorten");
    other.run(packet);
    assertThat(other.fault()).isEmpty();
  }

  @Test
  void doesNotTakeAnotherProgramsRunForItsOwn() {
    VmProgram program = vm.program("shorten");
    assertThatThrownBy(program::fault)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the VM's last run was none of shorten");
    program.run(packet);
    vm.run("stray", packet);
    assertThatThrownBy(program::result).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(program::packetLength).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(program::instructions).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givesEachRunTheInputsMemoryAndEachResultItsOwn() {
    byte[] bytes = new byte[8];
    bytes[0] = 41;
    VmProgram program = vm.program("count");
    assertThat(program.run(new Input.Memory(bytes))).isEqualTo(42);
    Run first = program.result();
    assertThat(program.run(new Input.Memory(new byte[8]))).isEqualTo(1);
    assertThat(first.context()).startsWith(42);
    assertThat(program.result().context()).startsWith(1);
    assertThat(bytes).startsWith(41);
  }

  @Test
  void refusesAProgramThatTheObjectDoesNotHave() {
    assertThatThrownBy(() -> vm.program("none")).isInstanceOf(IllegalArgumentException.class);
  }
}
