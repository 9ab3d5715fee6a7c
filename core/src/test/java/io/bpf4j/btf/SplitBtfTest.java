package io.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.BtfType.Kind;
import io.bpf4j.btf.BtfType.Member;
import java.nio.ByteOrder;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** BTF of a module over that of a kernel. */
class SplitBtfTest {
  private static Btf kernel() {
    BtfBuilder kernel = new BtfBuilder();
    kernel.struct("list", 4, List.of(new Member("next", kernel.u32(), 0, 0)));
    return kernel.build();
  }

  private static Btf module(Btf kernel) {
    BtfBuilder module = BtfBuilder.split(kernel);
    int list = kernel.findId(Kind.STRUCT, "list");
    module.struct("device", 4, List.of(new Member("list", list, 0, 0)));
    module.typedef("list", list);
    return module.build();
  }

  @Test
  void idsContinueThoseOfTheBase() {
    Btf kernel = kernel();
    Btf module = module(kernel);
    assertThat(module.base()).contains(kernel);
    assertThat(module.firstOwnId()).isEqualTo(3);
    assertThat(module.count()).isEqualTo(4);
    assertThat(module.types()).hasSize(4).startsWith(kernel.type(1), kernel.type(2));
    assertThat(module.findId(Kind.STRUCT, "device")).isEqualTo(3);
    assertThat(module.findId(Kind.STRUCT, "list")).as("of the base").isEqualTo(2);
    assertThat(module.ids("list")).containsExactly(2, 4);
    assertThat(module.sizeOf(4)).isEqualTo(4);
    assertThat(kernel.has(3)).isFalse();
  }

  @Test
  void encodesOnlyItsOwn() {
    Btf kernel = Btf.decode(kernel().encode(ByteOrder.LITTLE_ENDIAN));
    byte[] bytes = module(kernel).encode(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes).hasSize(24 + 12 + 12 + 12 + "device\0list\0".length());
    Btf read = Btf.decode(bytes, kernel);
    assertThat(read).isEqualTo(module(kernel()));
    assertThat(read.name(3)).isEqualTo("device");
    assertThat(read.kind(4)).isEqualTo(Kind.TYPEDEF);
    assertThatThrownBy(() -> Btf.decode(bytes))
        .as("without its base")
        .isInstanceOf(MalformedException.class);
  }

  @Property(tries = 200)
  void randomTypesSurviveOverARandomBase(
      @ForAll long seed, @ForAll boolean decoded, @ForAll boolean big) {
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Btf base = new RandomBtf(seed).next();
    Btf split = Btf.of(base, new RandomBtf(seed + 1).over(base.count()));
    Btf over = decoded ? Btf.decode(base.encode(order)) : base;
    Btf read = Btf.decode(split.encode(order), over);
    assertThat(read).isEqualTo(split).hasSameHashCodeAs(split);
    for (int id = 1; id <= split.count(); id++) {
      assertThat(read.kind(id)).isEqualTo(split.type(id).kind());
      assertThat(read.name(id)).isEqualTo(split.type(id).name());
      assertThat(read.ids(read.name(id))).isEqualTo(split.ids(split.name(id)));
    }
  }

  @Test
  void thereIsNoTypeBelowOneOrPastTheLast() {
    Btf module = module(kernel());
    for (int id : new int[] {Integer.MIN_VALUE, -1, 0, 5, Integer.MAX_VALUE}) {
      assertThat(module.has(id)).isFalse();
      assertThatThrownBy(() -> module.type(id)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> module.kind(id)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
