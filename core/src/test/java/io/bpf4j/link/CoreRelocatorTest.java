package io.bpf4j.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.MalformedException;
import io.bpf4j.RelocationException;
import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.Member;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.CoreRelocation.Kind;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoreRelocatorTest {
  private static final Btf LOCAL = task(false);
  private static final int TASK = LOCAL.findId(BtfType.Struct.class, "task");

  /** struct task { u32 pid; u8 flag : 3; u64 start; }, the target's in another order. */
  private static Btf task(boolean moved) {
    BtfBuilder b = new BtfBuilder();
    int shift = moved ? 64 : 0;
    List<Member> members = new ArrayList<>();
    if (moved) {
      members.add(new Member("more", b.u64(), 0, 0));
    }
    members.add(new Member("pid", b.u32(), shift, 0));
    members.add(new Member("flag", b.u8(), shift + 33, 3));
    members.add(new Member("start", b.u64(), shift + 64, 0));
    if (!moved) {
      members.add(new Member("gone", b.u64(), 128, 0));
    }
    b.struct("task", 24, members);
    return b.build();
  }

  private static ObjectSpec object(Btf btf, ByteOrder order, Consumer<CoreCodeBuilder> body) {
    CoreCode code = CoreCode.build(btf, order, body);
    Code none = Code.build(b -> b.exit());
    ProgramSpec program = ProgramSpec.of("p", "socket", ProgramType.SOCKET_FILTER, none);
    return ObjectSpec.builder("o", order).btf(btf).programs(List.of(code.in(program))).build();
  }

  private static ObjectSpec raw(Btf btf, int type, String access, Kind kind) {
    Code code = Code.build(b -> b.mov(Register.R0, 0).exit());
    ProgramSpec program = ProgramSpec.of("p", "socket", ProgramType.SOCKET_FILTER, code);
    CoreRelocation relocation = new CoreRelocation(0, type, access, kind);
    ProgramSpec whole = program.withCode(code, program.functions(), List.of(relocation));
    return ObjectSpec.builder("o", ByteOrder.LITTLE_ENDIAN)
        .btf(btf)
        .programs(List.of(whole))
        .build();
  }

  @Test
  void movesOffsetsAndTellsHow() {
    ObjectSpec object =
        object(
            LOCAL,
            ByteOrder.LITTLE_ENDIAN,
            b -> b.load(Register.R0, Register.R1, b.field(TASK, "start")).code().exit());
    Relocated relocated = CoreRelocator.of(task(true)).apply(object);
    assertThat(relocated.object().programs().get(0).code().instructions().get(0))
        .isEqualTo(new Load(Size.DW, false, Register.R0, Register.R1, (short) 16));
    assertThat(relocated.object().programs().get(0).coreRelocations()).isEmpty();
    assertThat(relocated.results()).hasSize(1);
    assertThat(relocated.results().get(0))
        .hasToString("p, pc 0: byte_off of struct task.start: 8 -> 16 (struct task.start)");
  }

  @Test
  void poisonsWhatTheTargetLacks() {
    ObjectSpec object =
        object(
            LOCAL,
            ByteOrder.LITTLE_ENDIAN,
            b -> {
              b.value(Register.R0, b.field(TASK, "gone"), Kind.FIELD_EXISTS);
              b.load(Register.R0, Register.R1, b.field(TASK, "gone")).code().exit();
            });
    Relocated relocated = CoreRelocator.of(task(true)).apply(object);
    assertThat(relocated.object().programs().get(0).code().instructions().get(1))
        .isEqualTo(new Call(new Callee.Helper(CoreRelocator.POISON)));
    assertThat(relocated.results())
        .extracting(RelocationResult::isPoisoned)
        .containsExactly(false, true);
    assertThat(relocated.results().get(0).after()).isZero();
  }

  @Test
  void bitFieldsLieByByteOrder() {
    Btf target = task(true);
    CoreAccess flag = CoreAccess.field(target, target.findId(BtfType.Struct.class, "task"), "flag");
    assertThat(flag.value(Kind.FIELD_BYTE_OFFSET, ByteOrder.LITTLE_ENDIAN)).isEqualTo(12);
    assertThat(flag.value(Kind.FIELD_LSHIFT_U64, ByteOrder.LITTLE_ENDIAN)).isEqualTo(60);
    assertThat(flag.value(Kind.FIELD_LSHIFT_U64, ByteOrder.BIG_ENDIAN)).isEqualTo(57);
    assertThat(flag.value(Kind.FIELD_RSHIFT_U64, ByteOrder.BIG_ENDIAN)).isEqualTo(61);
  }

  @Test
  void saysWhichCandidatesDisagree() {
    BtfBuilder b = new BtfBuilder();
    b.struct("task", 4, List.of(new Member("pid", b.u32(), 0, 0)));
    b.struct("task", 8, List.of(new Member("pid", b.u32(), 32, 0)));
    ObjectSpec object = raw(LOCAL, TASK, "0:0", Kind.FIELD_BYTE_OFFSET);
    assertThatThrownBy(() -> CoreRelocator.of(b.build()).relocate(object))
        .isInstanceOfSatisfying(
            RelocationException.class,
            e -> {
              assertThat(e.type()).isEqualTo("struct task");
              assertThat(e.candidates()).hasSize(2);
              assertThat(e).hasMessageContaining("p, pc 0: byte_off of struct task.pid: ");
            });
  }

  @Test
  void splitTargetsLookAtTheModuleLast() {
    Btf kernel = Btf.of(List.of(new BtfType.Int("u32", 4, BtfType.IntEncoding.UNSIGNED, 0, 32)));
    Member pid = new Member("pid", 1, 64, 0);
    Btf module = Btf.of(kernel, List.of(new BtfType.Struct("task", false, 12, List.of(pid))));
    ObjectSpec object = raw(LOCAL, TASK, "0:0", Kind.FIELD_BYTE_OFFSET);
    assertThat(CoreRelocator.of(module).apply(object).results().get(0).after()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0:", ":", "x", "0:9", "-1", "0:-1", "+0", "0:0:0", "99999999999"})
  void malformedAccessStrings(String access) {
    ObjectSpec object = raw(LOCAL, TASK, access, Kind.FIELD_BYTE_OFFSET);
    assertThatThrownBy(() -> CoreRelocator.of(task(true)).relocate(object))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("pc 0");
  }

  /** Types of every kind, of no kind, and out of range: an answer or a typed error. */
  @ParameterizedTest
  @EnumSource
  void anyTypeForAnyKind(Kind kind) {
    BtfBuilder b = new BtfBuilder(LOCAL);
    int loop = b.reserve();
    b.define(loop, new BtfType.Typedef("loop", loop));
    int array = b.reserve();
    b.define(array, new BtfType.Array(array, 1, 2));
    int self = b.reserve();
    b.define(self, new BtfType.Struct("self", false, 8, List.of(new Member("", self, 0, 0))));
    b.add(new BtfType.Fwd("fwd", false));
    b.func("f", b.funcProto(0, List.of()), BtfType.Linkage.GLOBAL);
    Btf hostile = b.build();
    for (int type = -1; type <= hostile.count() + 1; type++) {
      for (String access : List.of("0", "0:0", "0:0:0:0", "1")) {
        ObjectSpec object = raw(hostile, type, access, kind);
        try {
          CoreRelocator.of(hostile).apply(object);
          MinimalBtf.of(hostile, List.of(object));
        } catch (MalformedException | RelocationException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
      }
    }
  }

  @Test
  void nestedAnonymousMembersEnd() {
    List<BtfType> types = new ArrayList<>();
    types.add(new BtfType.Int("u8", 1, BtfType.IntEncoding.UNSIGNED, 0, 8));
    for (int i = 2; i < 40; i++) {
      Member next = new Member("", i + 1, 0, 0);
      types.add(new BtfType.Struct(i == 2 ? "task" : "", false, 1, List.of(next, next, next)));
    }
    types.add(new BtfType.Struct("", true, 1, List.of(new Member("other", 1, 0, 0))));
    ObjectSpec object = raw(LOCAL, TASK, "0:0", Kind.FIELD_EXISTS);
    assertThatThrownBy(() -> CoreRelocator.of(Btf.of(types)).relocate(object))
        .isInstanceOf(RelocationException.class)
        .hasMessageContaining("comparisons");
  }

  @Test
  void refusesPathsThatTheTypeLacks() {
    assertThatThrownBy(() -> CoreAccess.field(LOCAL, TASK, "start.x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CoreAccess.field(LOCAL, TASK, "start..x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CoreAccess.enumerator(LOCAL, TASK, "A"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** An array without elements in the middle of a struct must not become a flexible one. */
  @Test
  void emptyArraysStayInTheMiddle() {
    BtfBuilder local = new BtfBuilder();
    int task =
        local.struct("task", 8, List.of(new Member("list", local.array(local.u32(), 2), 0, 0)));
    BtfBuilder b = new BtfBuilder();
    List<Member> members =
        List.of(new Member("list", b.array(b.u32(), 0), 0, 0), new Member("after", b.u64(), 0, 0));
    b.struct("task", 8, members);
    ObjectSpec whole = raw(local.build(), task, "0:0", Kind.FIELD_BYTE_OFFSET);
    ObjectSpec element = raw(local.build(), task, "0:0:0", Kind.FIELD_BYTE_OFFSET);
    Btf part = MinimalBtf.of(b.build(), List.of(whole, element));
    for (Btf target : List.of(b.build(), part)) {
      assertThat(CoreRelocator.of(target).apply(element).results().get(0).isPoisoned()).isTrue();
    }
  }
}
