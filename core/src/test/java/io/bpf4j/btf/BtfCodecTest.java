package io.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.BtfType.Linkage;
import io.bpf4j.btf.BtfType.Member;
import io.bpf4j.btf.BtfType.Param;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BtfCodecTest {
  private static Btf sample() {
    BtfBuilder builder = new BtfBuilder();
    int node = builder.reserve();
    List<Member> members =
        List.of(
            new Member("next", builder.pointer(node), 0, 0),
            new Member("bits", builder.u32(), 64, 3),
            new Member("data", builder.array(builder.u8(), 4), 96, 0));
    builder.define(node, new BtfType.Struct("node", false, 16, members));
    int proto = builder.funcProto(builder.s32(), List.of(new Param("ctx", builder.pointer(0))));
    builder.func("main", proto, Linkage.GLOBAL);
    return builder.build();
  }

  @Test
  void encodesWhatTheFormatSays() {
    BtfBuilder builder = new BtfBuilder();
    builder.typedef("u", builder.u8());
    byte[] bytes = builder.build().encode(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(in.getShort(0) & 0xffff).isEqualTo(0xeb9f);
    assertThat(in.getInt(4)).as("header length").isEqualTo(24);
    assertThat(in.getInt(12)).as("type bytes").isEqualTo(16 + 12);
    assertThat(in.getInt(24)).as("name of the int").isEqualTo(1);
    assertThat(in.getInt(28)).as("kind INT").isEqualTo(1 << 24);
    assertThat(in.getInt(32)).as("size").isEqualTo(1);
    assertThat(in.getInt(36)).as("8 bits, unsigned").isEqualTo(8);
    assertThat(in.getInt(44)).as("kind TYPEDEF").isEqualTo(8 << 24);
    assertThat(in.getInt(48)).as("of type 1").isEqualTo(1);
    assertThat(new String(bytes, 52, bytes.length - 52, java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("\0unsigned char\0u\0");
  }

  @Property(tries = 500)
  void readsWhatItWrote(@ForAll long seed, @ForAll boolean big) {
    Btf btf = new RandomBtf(seed).next();
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] bytes = btf.encode(order);
    Btf read = Btf.decode(bytes);
    assertThat(read).isEqualTo(btf);
    assertThat(read.encode(order)).isEqualTo(bytes);
  }

  @Test
  void truncationAtEveryLengthIsMalformed() {
    byte[] bytes = sample().encode(ByteOrder.LITTLE_ENDIAN);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Btf.decode(cut), "length %d", length)
          .isInstanceOf(MalformedException.class);
    }
  }

  @Property(tries = 20)
  void flippedBitsNeverEscapeTheErrorType(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] good = new RandomBtf(seed).next().encode(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2_000; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      walk(bad);
    }
  }

  private static void walk(byte[] bytes) {
    Btf btf;
    try {
      btf = Btf.decode(bytes);
    } catch (MalformedException e) {
      return;
    }
    for (int id = 0; id <= btf.types().size() + 1; id++) {
      try {
        btf.sizeOf(id);
      } catch (MalformedException e) {
        assertThat(e.section()).isEqualTo(".BTF");
      }
    }
  }

  @Test
  void namesThePlaceOfAFault() {
    byte[] dangling = sample().encode(ByteOrder.LITTLE_ENDIAN);
    // The pointer is the second type: after the header and the struct with three members.
    int at = 24 + 12 + 3 * 12;
    ByteBuffer.wrap(dangling).order(ByteOrder.LITTLE_ENDIAN).putInt(at + 8, 99);
    assertThatThrownBy(() -> Btf.decode(dangling))
        .isInstanceOf(MalformedException.class)
        .hasMessage(".BTF, byte offset " + at + ": refers to type 99 of 10");
    byte[] magic = sample().encode(ByteOrder.LITTLE_ENDIAN);
    magic[0] = 0;
    assertThatThrownBy(() -> Btf.decode(magic))
        .hasMessage(".BTF, byte offset 0: magic is 0x00eb, not 0xeb9f in either byte order");
  }

  @Test
  void aTableOfOneLongStringDoesNotTakeTheMemory() {
    int types = 50_000;
    int strings = 1 << 20;
    ByteBuffer out = ByteBuffer.allocate(24 + types * 12 + strings).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) 0xeb9f).putShort((short) 1).putInt(24);
    out.putInt(0).putInt(types * 12).putInt(types * 12).putInt(strings);
    for (int i = 0; i < types; i++) {
      out.putInt(i + 1).putInt(BtfType.Kind.FWD.number() << 24).putInt(0);
    }
    Arrays.fill(out.array(), 24 + types * 12 + 1, out.capacity() - 1, (byte) 'a');
    assertThatThrownBy(() -> Btf.decode(out.array()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("overlap");
  }

  @Test
  void refusesToHoldWhatCannotBeEncoded() {
    List<BtfType.EnumValue> wide = List.of(new BtfType.EnumValue("a", 1L << 32));
    assertThatThrownBy(() -> new BtfType.Enum("e", 4, false, wide))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BtfType.Typedef("a\0b", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Member("m", 1, 1 << 24, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sectionAnswersStringsByOffset() {
    BtfEncoder encoder = new BtfEncoder(sample());
    int line = encoder.string("int x = 1;");
    assertThat(encoder.string("int x = 1;")).isEqualTo(line);
    BtfSection section = BtfSection.decode(ByteBuffer.wrap(encoder.encode(ByteOrder.BIG_ENDIAN)));
    assertThat(section.string(line)).isEqualTo("int x = 1;");
    assertThat(section.string(0)).isEmpty();
    assertThat(section.string(100_000)).isNull();
    assertThat(section.string(-1)).isNull();
    assertThat(section.byteOrder()).isEqualTo(ByteOrder.BIG_ENDIAN);
    assertThat(section.btf()).isEqualTo(sample());
  }
}
