package io.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.BtfType.Linkage;
import io.bpf4j.btf.BtfType.Param;
import java.util.List;
import org.junit.jupiter.api.Test;

class BtfBuilderTest {
  private final BtfBuilder builder = new BtfBuilder();

  @Test
  void givesEqualTypesOneId() {
    int first = builder.pointer(builder.u32());
    int second = builder.pointer(builder.u32());
    assertThat(second).isEqualTo(first);
    assertThat(builder.build().types()).hasSize(2);
  }

  @Test
  void keepsTheIdsOfItsBase() {
    int id = builder.u64();
    int typedef = builder.typedef("u64", id);
    BtfBuilder more = new BtfBuilder(builder.build());
    assertThat(more.u64()).isEqualTo(id);
    assertThat(more.typedef("u64", id)).isEqualTo(typedef);
    assertThat(more.u8()).isEqualTo(typedef + 1);
  }

  @Test
  void makesMapDefinitionsAsLibbpfReadsThem() {
    int definition =
        builder.mapDefinition(
            List.of(
                new Param("type", builder.uint(1)),
                new Param("key", builder.pointer(builder.u32()))));
    Btf btf = builder.build();
    BtfType.Struct struct = (BtfType.Struct) btf.type(definition);
    assertThat(struct.size()).isEqualTo(16);
    assertThat(struct.members().get(1).bitOffset()).isEqualTo(64);
    BtfType.Ptr type = (BtfType.Ptr) btf.type(struct.members().get(0).type());
    assertThat(((BtfType.Array) btf.type(type.type())).length()).isEqualTo(1);
  }

  @Test
  void aReservedIdMustBeDefinedOnce() {
    int id = builder.reserve();
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    builder.define(id, new BtfType.Ptr(id));
    assertThatThrownBy(() -> builder.define(id, new BtfType.Ptr(0)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(builder.build().type(id)).isEqualTo(new BtfType.Ptr(id));
  }

  @Test
  void findsByKindAndName() {
    int tag = builder.struct("x", 4, List.of());
    int var = builder.var("x", tag, Linkage.GLOBAL);
    Btf btf = builder.build();
    assertThat(btf.find(BtfType.Var.class, "x"))
        .contains(new BtfType.Var("x", tag, Linkage.GLOBAL));
    assertThat(btf.findId(BtfType.Struct.class, "x")).isEqualTo(tag);
    assertThat(btf.findId(BtfType.Func.class, "x")).isZero();
    assertThat(btf.ids("x")).containsExactly(tag, var);
    assertThat(btf.ids("")).isEmpty();
  }

  @Test
  void sizesFollowTypedefsModifiersAndArrays() {
    int u16 = builder.u16();
    int array = builder.array(builder.array(builder.typedef("t", builder.constant(u16)), 3), 5);
    int var = builder.var("v", array, Linkage.GLOBAL);
    int pointer = builder.pointer(array);
    Btf btf = builder.build();
    assertThat(btf.sizeOf(array)).isEqualTo(30);
    assertThat(btf.sizeOf(var)).isEqualTo(30);
    assertThat(btf.sizeOf(pointer)).isEqualTo(8);
    assertThat(btf.resolve(builder.typedef("t", builder.constant(u16)))).isEqualTo(u16);
  }

  @Test
  void whatHasNoSizeOrContainsItselfIsMalformed() {
    int loop = builder.reserve();
    builder.define(loop, new BtfType.Typedef("loop", loop));
    int huge = builder.array(builder.u64(), 1 << 30);
    int nested = builder.reserve();
    builder.define(nested, new BtfType.Array(nested, loop, 1));
    int var = builder.reserve();
    int ofVar = builder.array(var, 1);
    builder.define(var, new BtfType.Var("v", ofVar, Linkage.STATIC));
    Btf btf = builder.build();
    for (int id : new int[] {0, loop, huge, nested, var, ofVar, 99}) {
      assertThatThrownBy(() -> btf.sizeOf(id), "type %d", id)
          .isInstanceOf(MalformedException.class);
    }
  }
}
