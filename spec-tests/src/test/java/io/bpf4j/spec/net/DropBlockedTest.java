package io.bpf4j.spec.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.btf.Btf;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.loader.BpfLink;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfProgram;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.LiveKernel;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.RequiresTools;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An XDP program that drops what comes from blocked addresses, on a real interface. */
@RequiresKernel
@RequiresTools({"ip", "ping"})
class DropBlockedTest {
  private static final int XDP_DROP = 1;
  private static final int XDP_PASS = 2;

  private static ObjectSpec dropBlocked() {
    ProgramSpec program =
        ProgramSpec.of(
            "drop_blocked", "xdp", ProgramType.XDP, Code.build(DropBlockedTest::dropBlocked));
    return new ObjectSpec(
        "drop_blocked",
        ByteOrder.nativeOrder(),
        "GPL",
        List.of(program),
        List.of(),
        List.of(MapSpec.of("blocked", MapType.HASH, 4, 8, 1024)),
        Btf.EMPTY,
        List.of());
  }

  private static void dropBlocked(CodeBuilder c) {
    Label pass = c.newLabel("pass");
    int ipv4 = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0x0008 : 0x0800;
    c.load(Size.W, Register.R2, Register.R1, 0).load(Size.W, Register.R3, Register.R1, 4);
    c.mov(Register.R4, Register.R2).alu(AluOp.ADD, Register.R4, 14 + 20);
    c.jump(JumpOp.JGT, Register.R4, Register.R3, pass);
    c.load(Size.H, Register.R5, Register.R2, 12).jump(JumpOp.JNE, Register.R5, ipv4, pass);
    c.load(Size.W, Register.R5, Register.R2, 14 + 12);
    c.store(Size.W, Register.R10, -4, Register.R5);
    c.mov(Register.R2, Register.R10).alu(AluOp.ADD, Register.R2, -4);
    c.loadMap(Register.R1, "blocked").callHelper(Helper.MAP_LOOKUP_ELEM.number());
    c.jump(JumpOp.JEQ, Register.R0, 0, pass);
    c.mov(Register.R1, 1);
    c.with(new Atomic(AtomicOp.ADD, Size.DW, Register.R0, (short) 0, Register.R1));
    c.mov(Register.R0, XDP_DROP).exit();
    c.bind(pass).mov(Register.R0, XDP_PASS).exit();
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static long count(BpfMap blocked, String source) {
    byte[] value = blocked.lookup(address(source)).orElseThrow();
    return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong();
  }

  private static BpfLink attach(TestNetwork network, BpfProgram program) {
    return network
        .server()
        .call(() -> program.attachXdp(LiveKernel.require().interfaceIndex(TestNetwork.INTERFACE)));
  }

  @Test
  void dropsPingsOfTheBlockedAddressOnlyAndWhileAttached() {
    try (TestNetwork network = new TestNetwork();
        BpfObject object = BpfObject.load(dropBlocked())) {
      BpfMap blocked = object.map("blocked");
      blocked.update(address(TestNetwork.FOE), new byte[8]);
      assertThat(network.ping(TestNetwork.FOE)).as("before attaching").isTrue();
      try (BpfLink link = attach(network, object.program("drop_blocked"))) {
        assertThat(network.ping(TestNetwork.FRIEND)).as("friend").isTrue();
        assertThat(count(blocked, TestNetwork.FOE)).isZero();
        assertThat(network.ping(TestNetwork.FOE)).as("foe").isFalse();
        assertThat(count(blocked, TestNetwork.FOE)).isEqualTo(3);
        assertThat(blocked.keys()).containsExactly(address(TestNetwork.FOE));
        assertThatThrownBy(() -> attach(network, object.program("drop_blocked")))
            .isInstanceOf(KernelException.class)
            .hasMessageContaining("EBUSY")
            .hasMessageContaining("another program is attached there already");
        link.detach();
        assertThat(network.ping(TestNetwork.FOE)).as("after detaching").isTrue();
      }
      assertThat(count(blocked, TestNetwork.FOE)).isEqualTo(3);
    }
  }

  @Test
  void closingTheLinkDetaches() {
    try (TestNetwork network = new TestNetwork()) {
      try (BpfLink link = attachAndCloseTheRest(network)) {
        assertThat(link.descriptor()).isPositive();
        assertThat(network.ping(TestNetwork.FOE)).as("the link holds program and map").isFalse();
      }
      assertThat(network.ping(TestNetwork.FOE)).isTrue();
    }
  }

  private static BpfLink attachAndCloseTheRest(TestNetwork network) {
    try (BpfObject object = BpfObject.load(dropBlocked())) {
      object.map("blocked").update(address(TestNetwork.FOE), new byte[8]);
      return attach(network, object.program("drop_blocked"));
    }
  }

  @Test
  void noSuchInterface() {
    try (TestNetwork network = new TestNetwork()) {
      assertThatThrownBy(
              () -> network.server().call(() -> LiveKernel.require().interfaceIndex("absent")))
          .isInstanceOf(KernelException.class)
          .hasMessage("if_nametoindex() of absent: ENODEV (no such device)");
    }
  }
}
