package io.bpf4j.spec.dsl;

import static io.bpf4j.dsl.Types.BE32;
import static io.bpf4j.dsl.Types.S32;
import static io.bpf4j.dsl.Types.S64;
import static io.bpf4j.dsl.Types.U16;
import static io.bpf4j.dsl.Types.U32;
import static io.bpf4j.dsl.Types.U64;
import static io.bpf4j.dsl.Types.U8;
import static io.bpf4j.dsl.XdpAction.XDP_ABORTED;
import static io.bpf4j.dsl.XdpAction.XDP_DROP;
import static io.bpf4j.dsl.XdpAction.XDP_PASS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.Field;
import io.bpf4j.dsl.Layout;
import io.bpf4j.dsl.Ref;
import io.bpf4j.dsl.S32;
import io.bpf4j.dsl.SnapLength;
import io.bpf4j.dsl.U32;
import io.bpf4j.dsl.U64;
import io.bpf4j.dsl.U8;
import io.bpf4j.dsl.net.Ethernet;
import io.bpf4j.dsl.net.Ipv4;
import io.bpf4j.dsl.net.Udp;
import io.bpf4j.object.ObjectSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One thing of the DSL at a time: accepted, and with the right result, on some machine. */
abstract class FeaturesTest {
  private static final Layout.Builder<Totals> TOTALS = Layout.struct("totals");
  private static final Field<Totals, U64> PACKETS = TOTALS.field("packets", U64);
  private static final Field<Totals, U32> LAST = TOTALS.field("last", U32);
  private static final Field<Totals, S32> LEAST = TOTALS.field("least", S32);
  private static final Layout<Totals> TOTALS_LAYOUT = TOTALS.build();

  /** Stands for the struct. */
  private static final class Totals {}

  private final Function<ObjectSpec, Machine> machines;

  FeaturesTest(Function<ObjectSpec, Machine> machines) {
    this.machines = machines;
  }

  private Machine xdp(Consumer<io.bpf4j.dsl.Xdp> body) {
    return machines.apply(Bpf.object("features", bpf -> bpf.xdp("program", body)));
  }

  private static byte[] numbered(int length) {
    byte[] packet = new byte[length];
    for (int i = 0; i < length; i++) {
      packet[i] = (byte) i;
    }
    return packet;
  }

  @Test
  void anOffsetWithoutABound() {
    try (Machine machine =
        xdp(
            xdp -> {
              // Four bytes of the packet say where to read: anything up to 4 GiB.
              var where = xdp.packet(U32).at(20).orReturn(XDP_ABORTED);
              var there = xdp.packet(U8).at(where.get()).orReturn(XDP_PASS);
              xdp.ret(there.get().toU32());
            })) {
      byte[] packet = numbered(64);
      ByteBuffer view = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
      for (int offset : new int[] {0, 5, 40, 63}) {
        int there = view.putInt(20, offset).get(offset) & 0xff;
        assertThat(machine.run("program", packet)).as("at %d", offset).isEqualTo(there);
      }
      for (int offset : new int[] {64, 0xffff, 0x10000, -1}) {
        view.putInt(20, offset);
        assertThat(machine.run("program", packet)).as("at %d", offset).isEqualTo(2);
      }
    }
  }

  @Test
  void varyingLengthsAddUp() {
    try (Machine machine =
        xdp(
            xdp -> {
              var first = xdp.packet(Udp.LAYOUT).at(14).orReturn(XDP_ABORTED);
              U32 length = first.get(Udp.LENGTH).toHost().toU32().and(63);
              var second = xdp.packet(Udp.LAYOUT).after(first, length).orReturn(XDP_DROP);
              var third = xdp.packet(Udp.LAYOUT).after(second, length).orReturn(XDP_PASS);
              xdp.ret(third.get(Udp.SOURCE).toHost().toU32());
            })) {
      ByteBuffer packet = ByteBuffer.allocate(100).putShort(14 + 4, (short) 30);
      packet.putShort(14 + 30 + 30, (short) 4711);
      assertThat(machine.run("program", packet.array())).isEqualTo(4711);
      packet.putShort(14 + 4, (short) 40);
      assertThat(machine.run("program", packet.array())).isEqualTo(2);
    }
  }

  /** One check is enough for both headers, and the kernel sees that. */
  @Test
  void checksThatTheDslDoesNotKnow() {
    Layout<Totals> both = Layout.<Totals>struct("both").padding(34).build();
    try (Machine machine =
        xdp(
            xdp -> {
              xdp.packet(both).orReturn(XDP_ABORTED);
              var eth = xdp.packet(Ethernet.LAYOUT).unchecked();
              var ip = xdp.packet(Ipv4.LAYOUT).after(eth).unchecked();
              xdp.ret(ip.get(Ipv4.TTL).toU32());
            })) {
      assertThat(machine.run("program", Packets.icmp())).isEqualTo(64);
      assertThat(machine.run("program", new byte[33])).isZero();
    }
  }

  @Test
  void headersAreWritten() {
    try (Machine machine =
        xdp(
            xdp -> {
              var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_ABORTED);
              var ip = xdp.packet(Ipv4.LAYOUT).after(eth).orReturn(XDP_ABORTED);
              ip.set(Ipv4.TTL, ip.get(Ipv4.TTL).sub(1));
              ip.set(Ipv4.PROTOCOL, 17);
              xdp.packet(U8).at(1).orReturn(XDP_ABORTED).set(9);
              var word = ip.get(Ipv4.TTL).toU32().shl(16).or(ip.get(Ipv4.PROTOCOL).toU32().shl(8));
              xdp.ret(word.or(eth.get(Ethernet.DESTINATION.at(1)).toU32()));
            })) {
      assertThat(machine.run("program", Packets.icmp())).isEqualTo(63 << 16 | 17 << 8 | 9);
    }
  }

  @Test
  void pointersAreKeptThroughCallsAndOnTheStack() {
    try (Machine machine =
        xdp(
            xdp -> {
              var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_ABORTED);
              List<Ref<U8>> bytes = new ArrayList<>();
              for (int i = 0; i < 12; i++) {
                // Each offset is a number that varies, so that each is a pointer of its own.
                U32 where = eth.get(Ethernet.SOURCE.at(i % 6)).toU32();
                bytes.add(xdp.packet(U8).at(where).orReturn(XDP_PASS));
              }
              xdp.smpProcessorId();
              U32 sum = U32.of(0);
              for (Ref<U8> each : bytes) {
                sum = sum.add(each.get().toU32());
              }
              xdp.ret(sum);
            })) {
      assertThat(machine.run("program", numbered(32))).isEqualTo(2 * (6 + 7 + 8 + 9 + 10 + 11));
    }
  }

  @Test
  void structsInMaps() {
    ObjectSpec object =
        Bpf.object(
            "features",
            bpf -> {
              var totals = bpf.hashMap("totals", U32, TOTALS_LAYOUT, 4);
              bpf.xdp(
                  "program",
                  xdp -> {
                    var length = xdp.packetLength().toU32();
                    var total = totals.lookup(7).orReturn(XDP_PASS);
                    total.at(PACKETS).atomicAdd(1);
                    total.set(LAST, length);
                    var least = total.get(LEAST);
                    xdp.when(
                        length.toS32().neg().lt(least),
                        () -> total.set(LEAST, length.toS32().neg()));
                    xdp.ret(XDP_DROP);
                  });
            });
    try (Machine machine = machines.apply(object)) {
      assertThat(machine.run("program", new byte[20])).isEqualTo(2);
      machine.update("totals", Machine.key(7), new byte[16]);
      for (int length : new int[] {30, 50, 40}) {
        assertThat(machine.run("program", new byte[length])).isEqualTo(1);
      }
      ByteBuffer total = ByteBuffer.wrap(machine.lookup("totals", Machine.key(7)).orElseThrow());
      total.order(ByteOrder.LITTLE_ENDIAN);
      assertThat(total.getLong()).isEqualTo(3);
      assertThat(total.getInt()).isEqualTo(40);
      assertThat(total.getInt()).isEqualTo(-50);
    }
  }

  @Test
  void mapsAreUpdatedAndDeleted() {
    ObjectSpec object =
        Bpf.object(
            "features",
            bpf -> {
              var seen = bpf.hashMap("seen", BE32, U64, 16);
              bpf.xdp(
                  "program",
                  xdp -> {
                    var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_ABORTED);
                    var ip = xdp.packet(Ipv4.LAYOUT).after(eth).orReturn(XDP_ABORTED);
                    var source = ip.get(Ipv4.SOURCE);
                    U64 before = seen.lookup(source).map(Ref::get).orElse(U64.of(10));
                    xdp.when(
                        before.ge(12),
                        () -> seen.delete(source),
                        () -> seen.update(source, before.add(1)));
                    xdp.ret(before.toU32());
                  });
            });
    try (Machine machine = machines.apply(object)) {
      for (int expected : new int[] {10, 11, 12, 10, 11}) {
        assertThat(machine.run("program", Packets.icmp())).isEqualTo(expected);
      }
    }
  }

  @Test
  void subprogramsReadMapsAndPassSignedNumbers() {
    ObjectSpec object =
        Bpf.object(
            "features",
            bpf -> {
              var factors = bpf.array("factors", U64, 2);
              var scale =
                  bpf.subprogram(
                      "scale",
                      S64,
                      S32,
                      U16,
                      U8,
                      (f, value, times, slot) -> {
                        var factor = factors.lookup(slot.toU32()).orReturn(io.bpf4j.dsl.S64.of(-1));
                        f.ret(value.toS64().mul(times.to(S64)).mul(factor.get().to(S64)));
                      });
              bpf.xdp(
                  "program",
                  xdp -> {
                    var length = xdp.packetLength();
                    var scaled = scale.call(S32.of(-3), length.toU16(), U8.of(1));
                    var missing = scale.call(S32.of(-3), length.toU16(), U8.of(2));
                    xdp.ret(scaled.add(missing).neg().toU32());
                  });
            });
    try (Machine machine = machines.apply(object)) {
      machine.update("factors", Machine.key(1), new byte[] {5, 0, 0, 0, 0, 0, 0, 0});
      assertThat(machine.run("program", new byte[20])).isEqualTo(3 * 20 * 5 + 1);
    }
  }

  @Test
  void aLoopAsLongAsThePacketSays() {
    try (Machine machine =
        xdp(
            xdp -> {
              var count = xdp.packet(U8).orReturn(XDP_ABORTED);
              var sum = xdp.var(U32, 0);
              xdp.loop(
                  count.get().toU32(),
                  64,
                  (i, loop) -> {
                    var each = xdp.packet(U8).at(i.add(1)).orReturn(XDP_PASS);
                    loop.continueWhen(each.get().and(1).eq(0));
                    loop.breakWhen(each.get().gt(50));
                    sum.set(sum.get().add(each.get().toU32()));
                  });
              xdp.ret(sum.get().add(1000));
            })) {
      for (int count : new int[] {0, 1, 10, 63, 200}) {
        byte[] packet = numbered(80);
        packet[0] = (byte) count;
        int sum = 1000;
        for (int i = 1; i <= Math.min(count, 64) && i <= 50; i += 2) {
          sum += i;
        }
        assertThat(machine.run("program", packet)).as("%d rounds", count).isEqualTo(sum);
      }
    }
  }

  @Test
  void filtersReadAnywhere() {
    ObjectSpec object =
        Bpf.object(
            "features",
            bpf ->
                bpf.socketFilter(
                    "program",
                    filter -> {
                      var where = filter.packet(U16).at(2).orReturn(SnapLength.KEEP);
                      var there = filter.packet(U32).at(where.get().toU32());
                      there.ifPresent(
                          found -> filter.ret(found.get()), () -> filter.ret(filter.len()));
                    }));
    try (Machine machine = machines.apply(object)) {
      ByteBuffer packet = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
      packet.putShort(2, (short) 21).putInt(21, 123456);
      assertThat(machine.run("program", packet.array())).isEqualTo(123456);
      packet.putShort(2, (short) 57);
      assertThat(machine.run("program", packet.array())).isEqualTo(60);
    }
  }
}
