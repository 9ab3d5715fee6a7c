package io.bpf4j.btf.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.EnumValue;
import io.bpf4j.btf.BtfType.Member;
import io.bpf4j.btf.BtfType.Param;
import io.bpf4j.btf.StructLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CDumpTest {
  private final BtfBuilder types = new BtfBuilder();

  private String dump() {
    String text = CDump.of(types.build()).text();
    String head = "#ifndef __VMLINUX_H__\n#define __VMLINUX_H__\n\n";
    String tail = "#endif /* __VMLINUX_H__ */\n";
    assertThat(text).startsWith(head).endsWith(tail);
    return text.substring(head.length(), text.length() - tail.length());
  }

  private static Member at(int bit, String name, int type) {
    return new Member(name, type, bit, 0);
  }

  @Test
  void whatIsHeldComesFirstAndWhatIsPointedToIsDeclared() {
    int outer = types.reserve();
    int inner = types.reserve();
    types.define(
        outer,
        new BtfType.Struct(
            "outer",
            false,
            16,
            List.of(at(0, "inner", inner), at(64, "next", types.pointer(outer)))));
    int far = types.add(new BtfType.Fwd("far", false));
    types.define(
        inner, new BtfType.Struct("inner", false, 8, List.of(at(0, "far", types.pointer(far)))));
    assertThat(dump())
        .isEqualTo(
            """
            struct far;

            struct inner {
            \tstruct far *far;
            };

            struct outer {
            \tstruct inner inner;
            \tstruct outer *next;
            };

            """);
  }

  @Test
  void declaratorsWindAroundTheirName() {
    int proto =
        types.funcProto(types.pointer(0), List.of(new Param("x", types.s32()), new Param("", 0)));
    int table = types.array(types.array(types.pointer(proto), 3), 2);
    types.typedef("table", table);
    types.typedef("row", types.pointer(types.constant(types.array(types.s32(), 4))));
    types.typedef("fixed", types.constant(types.pointer(types.constant(types.u8()))));
    types.typedef("function", types.funcProto(0, List.of()));
    assertThat(dump())
        .contains("typedef void *(*table[2][3])(int, ...);")
        .contains("typedef const int (*row)[4];")
        .contains("typedef const unsigned char *const fixed;")
        .contains("typedef void function(void);");
  }

  @Test
  void paddingMakesWhatAnAttributeMade() {
    types.struct("holes", 128, List.of(at(0, "a", types.u8()), at(64, "b", types.u8())));
    types.struct("tight", 5, List.of(at(0, "a", types.u8()), at(8, "b", types.u32())));
    Member low = new Member("low", types.u32(), 3, 5);
    Member high = new Member("high", types.u32(), 32, 1);
    types.struct("bits", 8, List.of(low, high));
    assertThat(dump())
        .contains(
            "\tunsigned char a;\n"
                + "\tlong: 56;\n"
                + "\tunsigned char b;\n"
                + "\tunsigned char __padding[119];\n")
        .contains("\tunsigned int b;\n} __attribute__((packed));")
        .contains("\tchar: 3;\n\tunsigned int low: 5;\n\tint: 24;\n\tunsigned int high: 1;\n};");
    Btf btf = types.build();
    assertThat(StructLayout.of(btf, btf.findId(BtfType.Kind.STRUCT, "tight")).packed()).isTrue();
    assertThat(StructLayout.of(btf, btf.findId(BtfType.Kind.STRUCT, "bits")).alignment())
        .isEqualTo(4);
  }

  @Test
  void namesThatOccurTwiceOrAreKeywordsChange() {
    types.struct("s", 4, List.of(at(0, "int", types.s32())));
    types.add(new BtfType.Struct("s", true, 4, List.of(at(0, "core::x", types.s32()))));
    types.add(new BtfType.Enum("s", 1, false, List.of(new EnumValue("A", 1))));
    types.add(new BtfType.Enum64("", 8, true, List.of(new EnumValue("A", Long.MIN_VALUE))));
    types.typedef("__builtin_va_list", types.s32());
    assertThat(dump())
        .contains("struct s {\n\tint int_;\n};")
        .contains("union s___2 {\n\tint core__x;\n};")
        .contains("enum s___3 {\n\tA = 1,\n} __attribute__((mode(QI)));")
        .contains("enum {\n\tA___2 = -9223372036854775807LL - 1,\n} __attribute__((mode(DI)));")
        .contains("typedef int __builtin_va_list_;");
  }

  @Test
  void selectedTypesBringWhatTheyNeed() {
    int inner = types.struct("inner", 4, List.of(at(0, "x", types.s32())));
    types.struct("other", 4, List.of(at(0, "x", types.s32())));
    int outer = types.struct("outer", 4, List.of(at(0, "inner", inner)));
    String text = CDump.of(types.build()).preserveAccessIndex().text(outer);
    assertThat(text).contains("struct inner {", "struct outer {", "clang attribute pop");
    assertThat(text).doesNotContain("other");
  }

  @Test
  void whatCHasNoWordsForIsMalformed() {
    int self = types.reserve();
    types.define(self, new BtfType.Struct("self", false, 8, List.of(at(0, "self", self))));
    assertThatThrownBy(this::dump).isInstanceOf(MalformedException.class);
  }

  @Test
  void typedefsOfEachOtherAreMalformed() {
    int a = types.reserve();
    types.define(a, new BtfType.Typedef("a", types.pointer(types.typedef("b", a))));
    assertThatThrownBy(this::dump).hasMessageContaining("needs itself");
  }

  @Test
  void anonymousTypesThatDoubleAtEachLevelAreRefused() {
    int type = types.s32();
    for (int level = 1; level <= 30; level++) {
      int size = 4 << Math.min(level, 28);
      type =
          types.add(
              new BtfType.Struct("", true, size, List.of(at(0, "a", type), at(0, "b", type))));
    }
    types.typedef("bomb", type);
    assertThatThrownBy(this::dump)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("absurdly long");
  }

  @Test
  void listsMatchTheFormOfBpftool() {
    int member = types.s32();
    List<Member> bits = new ArrayList<>(List.of(new Member("b", member, 0, 3)));
    types.struct("s", 4, bits);
    assertThat(RawDump.of(types.build()).text())
        .isEqualTo(
            "[1] INT 'int' size=4 bits_offset=0 nr_bits=32 encoding=SIGNED\n"
                + "[2] STRUCT 's' size=4 vlen=1\n"
                + "\t'b' type_id=1 bits_offset=0 bitfield_size=3\n");
    assertThat(JsonDump.of(types.build()).text(2))
        .isEqualTo(
            """
            {"types":[
            {"id":2,"kind":"STRUCT","name":"s","size":4,"vlen":1,"members":[{"name":"b","type_id":1,\
            "bits_offset":0,"bitfield_size":3}]}
            ]}
            """);
  }
}
