package io.bpf4j.spec.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.loader.BpfLink;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfProgram;
import io.bpf4j.samples.dropblocked.DropBlocked;
import io.bpf4j.samples.dropblocked.DropBlockedWithoutCheck;
import io.bpf4j.spec.LiveKernel;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.RequiresTools;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** An XDP program that drops what comes from blocked addresses, on a real interface. */
@RequiresKernel
@RequiresTools({"ip", "ping"})
class DropBlockedTest {
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
        BpfObject object = BpfObject.load(DropBlocked.object())) {
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
    try (BpfObject object = BpfObject.load(DropBlocked.object())) {
      object.map("blocked").update(address(TestNetwork.FOE), new byte[8]);
      return attach(network, object.program("drop_blocked"));
    }
  }

  @Test
  void theKernelsLogOfTheBrokenVariantNamesItsJavaLine() {
    assertThatThrownBy(() -> BpfObject.load(DropBlockedWithoutCheck.object()))
        .isInstanceOfSatisfying(
            KernelException.class,
            e -> assertThat(e.log()).containsPattern("; .* @ DropBlockedWithoutCheck.java:\\d+"));
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
