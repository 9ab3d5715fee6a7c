package io.bpf4j.spec.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.object.ObjectSpec;
import io.bpf4j.samples.balance.CountBuckets;
import io.bpf4j.samples.checksum.DropBadChecksum;
import io.bpf4j.samples.dnsonly.DnsOnly;
import io.bpf4j.samples.dropblocked.DropBlocked;
import io.bpf4j.samples.parserchain.ParserChain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the samples do, on some machine: the same tests for the kernel and for the VM. */
abstract class SamplesTest {
  private static final int XDP_DROP = 1;
  private static final int XDP_PASS = 2;

  private final Function<ObjectSpec, Machine> machines;

  SamplesTest(Function<ObjectSpec, Machine> machines) {
    this.machines = machines;
  }

  @Test
  void dropBlocked() {
    byte[] blocked = {10, 0, 0, 1};
    byte[] other = {10, 0, 0, 2};
    try (Machine machine = machines.apply(DropBlocked.object())) {
      machine.update("blocked", blocked, new byte[8]);
      assertThat(machine.run("drop_blocked", Packets.udp(blocked, 4))).isEqualTo(XDP_DROP);
      assertThat(machine.run("drop_blocked", Packets.udp(other, 4))).isEqualTo(XDP_PASS);
      assertThat(machine.run("drop_blocked", Packets.udp(blocked, 40))).isEqualTo(XDP_DROP);
      assertThat(machine.run("drop_blocked", Packets.arp())).isEqualTo(XDP_PASS);
      assertThat(machine.run("drop_blocked", new byte[14])).isEqualTo(XDP_PASS);
      byte[] hits = machine.lookup("blocked", blocked).orElseThrow();
      assertThat(ByteBuffer.wrap(hits).order(ByteOrder.nativeOrder()).getLong()).isEqualTo(2);
    }
  }

  @Test
  void dropBadChecksum() {
    try (Machine machine = machines.apply(DropBadChecksum.object())) {
      byte[] good = Packets.udp(1, 2, 20);
      assertThat(machine.run("drop_bad_checksum", good)).isEqualTo(XDP_PASS);
      for (int i = Packets.ETHERNET + 1; i < Packets.ETHERNET + 20; i++) {
        byte[] bad = good.clone();
        bad[i] ^= 1;
        assertThat(machine.run("drop_bad_checksum", bad)).as("byte %d", i).isEqualTo(XDP_DROP);
      }
      assertThat(machine.number("bad", 0)).isEqualTo(19);
      assertThat(machine.run("drop_bad_checksum", Packets.udp(1, 2, 24))).isEqualTo(XDP_PASS);
    }
  }

  private static int mix(int before, int value) {
    int h = before ^ value;
    h = (h ^ h >>> 16) * 0x85ebca6b;
    h = (h ^ h >>> 13) * 0xc2b2ae35;
    return h ^ h >>> 16;
  }

  @Test
  void countBuckets() {
    long[] expected = new long[CountBuckets.BUCKETS];
    try (Machine machine = machines.apply(CountBuckets.object())) {
      for (int port = 1; port < 100; port++) {
        int length = 20 + 4 * (port % 11);
        byte[] packet = Packets.udp(port, 2 * port, length);
        assertThat(machine.run("count_buckets", packet)).isEqualTo(XDP_PASS);
        int hash = mix(mix(0x0a000001, 0x0a000009), port << 16 | 2 * port);
        expected[Integer.remainderUnsigned(hash, CountBuckets.BUCKETS)]++;
      }
      machine.run("count_buckets", Packets.icmp());
      for (int bucket = 0; bucket < CountBuckets.BUCKETS; bucket++) {
        assertThat(machine.number("buckets", bucket)).isEqualTo(expected[bucket]);
      }
    }
  }

  @Test
  void parserChain() {
    try (Machine machine = machines.apply(ParserChain.object())) {
      machine.run("ethernet", Packets.arp());
      machine.run("ethernet", Packets.icmp());
      machine.run("ethernet", Packets.icmp());
      machine.run("ethernet", Packets.tcp(0x02));
      machine.run("ethernet", Packets.tcp(0x12));
      for (int i = 0; i < 3; i++) {
        machine.run("ethernet", Packets.udp(1, 2, 20 + 4 * i));
      }
      assertThat(machine.number("counts", ParserChain.OTHER)).isEqualTo(1);
      assertThat(machine.number("counts", ParserChain.IPV4)).isEqualTo(2);
      assertThat(machine.number("counts", ParserChain.TCP_SYN)).isEqualTo(1);
      assertThat(machine.number("counts", ParserChain.UDP)).isEqualTo(3);
    }
  }

  @Test
  void dnsOnly() {
    try (Machine machine = machines.apply(DnsOnly.object())) {
      assertThat(machine.run("dns_only", Packets.udp(53, 1000, 20))).isEqualTo(-1);
      assertThat(machine.run("dns_only", Packets.udp(1000, 53, 44))).isEqualTo(-1);
      assertThat(machine.run("dns_only", Packets.udp(1000, 54, 20))).isZero();
      assertThat(machine.run("dns_only", Packets.tcp(0))).isZero();
      assertThat(machine.run("dns_only", Packets.arp())).isZero();
    }
  }
}
