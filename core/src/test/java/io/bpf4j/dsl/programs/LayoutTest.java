package io.bpf4j.dsl.programs;

import static io.bpf4j.dsl.Types.U16;
import static io.bpf4j.dsl.Types.U32;
import static io.bpf4j.dsl.Types.U8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.btf.BtfType;
import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.Layout;
import io.bpf4j.dsl.net.Ethernet;
import io.bpf4j.dsl.net.Ipv4;
import io.bpf4j.dsl.net.Tcp;
import io.bpf4j.dsl.net.Udp;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import org.junit.jupiter.api.Test;

class LayoutTest {
  @Test
  void headersAreAsTheKernelHasThem() {
    assertThat(Ethernet.LAYOUT.size()).isEqualTo(14);
    assertThat(Ethernet.PROTOCOL.offset()).isEqualTo(12);
    assertThat(Ethernet.SOURCE.at(5).offset()).isEqualTo(11);
    assertThat(Ipv4.LAYOUT.size()).isEqualTo(20);
    assertThat(Ipv4.IHL.firstBit()).isZero();
    assertThat(Ipv4.VERSION.firstBit()).isEqualTo(4);
    assertThat(Ipv4.PROTOCOL.offset()).isEqualTo(9);
    assertThat(Ipv4.DESTINATION.offset()).isEqualTo(16);
    assertThat(Udp.LAYOUT.size()).isEqualTo(8);
    assertThat(Tcp.LAYOUT.size()).isEqualTo(20);
    assertThat(Tcp.DATA_OFFSET.offset()).isEqualTo(12);
    assertThat(Tcp.FLAGS.offset()).isEqualTo(13);
  }

  @Test
  void theStructGoesIntoBtf() {
    Layout<LayoutTest> layout = pair();
    ObjectSpec object = Bpf.object("test", bpf -> bpf.hashMap("pairs", U32, layout, 8));
    MapSpec map = object.map("pairs").orElseThrow();
    assertThat(map.valueSize()).isEqualTo(8);
    BtfType.Struct struct = (BtfType.Struct) object.btf().type(map.valueType());
    assertThat(struct.name()).isEqualTo("pair");
    assertThat(struct.size()).isEqualTo(8);
    assertThat(struct.members())
        .extracting(BtfType.Member::name, BtfType.Member::bitOffset, BtfType.Member::bitFieldSize)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("low", 0, 3),
            org.assertj.core.groups.Tuple.tuple("high", 3, 5),
            org.assertj.core.groups.Tuple.tuple("count", 32, 0));
  }

  private static Layout<LayoutTest> pair() {
    Layout.Builder<LayoutTest> struct = Layout.struct("pair");
    struct.bits("low", U8, 3);
    struct.bits("high", U8, 5);
    struct.padding(3);
    struct.field("count", U32);
    return struct.build();
  }

  @Test
  void paddingMustBeSaid() {
    Layout.Builder<LayoutTest> struct = Layout.struct("gap");
    struct.field("first", U8);
    assertThatThrownBy(() -> struct.field("second", U32))
        .hasMessageMatching("LayoutTest.java:\\d+: gap.second needs padding\\(3\\) before it");
    struct.padding(1);
    struct.field("third", U16);
    struct.field("fourth", U8);
    assertThatThrownBy(struct::build).hasMessageContaining("gap needs padding(1) at its end");
  }

  @Test
  void bitFieldsFillTheirType() {
    Layout.Builder<LayoutTest> struct = Layout.struct("bits");
    struct.bits("some", U8, 3);
    assertThatThrownBy(struct::build).hasMessageContaining("do not fill their type");
    assertThatThrownBy(() -> struct.bits("more", U8, 6)).hasMessageContaining("1..5 bits");
  }
}
