package io.bpf4j.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.LinkException;
import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.BpfCommand;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class ObjectLoadingTest {
  private static final LoadOptions DEFAULT = LoadOptions.DEFAULT;

  private final FakeKernel fake = new FakeKernel();
  private final BpfSystem system = new BpfSystem(fake);

  private static ProgramSpec program(String name) {
    Code code =
        Code.build(
            c ->
                c.with(new SourceLine("Sample.java", 3, 1, "counts"))
                    .loadMap(Register.R1, "counts")
                    .with(new LoadImm64(Register.R2, new Imm64.MapValueReference(".rodata", 4)))
                    .mov(Register.R0, 2)
                    .exit());
    return ProgramSpec.of(name, "xdp", ProgramType.XDP, code);
  }

  private static MapSpec map(String name, MapType type, MapSpec inner, MapSpec.Contents contents) {
    return new MapSpec(name, type, 4, 4, 2, 0, 0, false, 0, 0, inner, contents);
  }

  private static ObjectSpec object(ByteOrder order, MapSpec... more) {
    MapSpec constants =
        new MapSpec(
            ".rodata",
            MapType.ARRAY,
            4,
            8,
            1,
            MapSpec.FLAG_READ_ONLY_PROGRAM,
            0,
            false,
            0,
            0,
            null,
            new MapSpec.Contents.GlobalData(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, true));
    List<MapSpec> maps = new ArrayList<>(List.of(more));
    maps.add(MapSpec.of("counts", MapType.HASH, 4, 8, 16));
    maps.add(constants);
    return new ObjectSpec(
        "sample_object",
        order,
        "GPL",
        List.of(program("first"), program("second")),
        List.of(),
        maps,
        Btf.EMPTY,
        List.of());
  }

  private static ObjectSpec rich() {
    MapSpec tails =
        map(
            "tails",
            MapType.PROG_ARRAY,
            null,
            new MapSpec.Contents.Slots(List.of(new MapSpec.Contents.Slot(1, "second"))));
    MapSpec outer =
        map(
            "outer",
            MapType.ARRAY_OF_MAPS,
            MapSpec.of("template", MapType.HASH, 4, 8, 16),
            new MapSpec.Contents.Slots(List.of(new MapSpec.Contents.Slot(0, "counts"))));
    return object(ByteOrder.nativeOrder(), tails, outer);
  }

  @Test
  void callsInOrder() {
    try (BpfObject loaded = system.load(rich(), DEFAULT)) {
      assertThat(fake.calls)
          .containsExactly(
              "BTF_LOAD",
              "MAP_CREATE", // tails
              "MAP_CREATE", // template
              "MAP_CREATE", // outer
              "close", // template
              "MAP_CREATE", // counts
              "MAP_CREATE", // .rodata
              "MAP_UPDATE_ELEM",
              "MAP_FREEZE",
              "PROG_LOAD",
              "PROG_LOAD",
              "MAP_UPDATE_ELEM", // tails[1] = second
              "MAP_UPDATE_ELEM", // outer[0] = counts
              "close"); // BTF
      assertThat(loaded.maps().keySet()).containsExactly("tails", "outer", "counts", ".rodata");
      assertThat(loaded.programs().keySet()).containsExactly("first", "second");
      assertThat(loaded.map(".rodata").lookup(new byte[4]))
          .contains(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
      assertThatThrownBy(() -> loaded.map("absent"))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessageContaining("object sample_object has no map absent, only [tails");
    }
    assertThat(fake.openDescriptors()).isZero();
  }

  @Test
  void descriptorsStandInTheInstructions() {
    try (BpfObject loaded = system.load(object(ByteOrder.nativeOrder()), DEFAULT)) {
      var attr = fake.last.get(BpfCommand.PROG_LOAD);
      byte[] bytes = fake.read(attr.getLong(8), 8 * attr.getInt(4));
      Code code = Code.decode(bytes, ByteOrder.nativeOrder());
      assertThat(code.instructions().subList(0, 2))
          .containsExactly(
              new LoadImm64(
                  Register.R1, new Imm64.Unresolved(1, loaded.map("counts").descriptor(), 0)),
              new LoadImm64(
                  Register.R2, new Imm64.Unresolved(2, loaded.map(".rodata").descriptor(), 4)));
      assertThat(name(attr, 48)).isEqualTo("second");
      assertThat(name(fake.last.get(BpfCommand.MAP_CREATE), 28)).isEqualTo("sample_o.rodata");
    }
  }

  private static String name(ByteBuffer attr, int offset) {
    byte[] name = new byte[16];
    attr.get(offset, name);
    return new String(name, StandardCharsets.US_ASCII).replace("\0", "");
  }

  @Test
  void everyFailureClosesEverything() {
    system.load(rich(), DEFAULT).close();
    int calls = fake.calls.size();
    assertThat(calls).isGreaterThan(16);
    for (int i = 0; i < calls; i++) {
      FakeKernel failing = new FakeKernel();
      failing.failures.put(i, 5); // EIO
      // What has a log is asked for once more when it is refused; else this is a close() after it.
      failing.failures.put(i + 1, 5);
      BpfSystem there = new BpfSystem(failing);
      assertThatThrownBy(() -> there.load(rich(), DEFAULT).close())
          .as("call %d, %s", i, fake.calls.get(i))
          .isInstanceOfSatisfying(KernelException.class, e -> assertThat(e.errno()).isEqualTo(5))
          .hasMessageContaining("EIO");
      assertThat(failing.openDescriptors()).as("call %d, %s", i, fake.calls.get(i)).isZero();
    }
  }

  @Test
  void closingTwiceAndInAnyOrderIsFine() {
    BpfObject loaded = system.load(rich(), DEFAULT);
    BpfLink link = loaded.program("first").attachXdp(7);
    loaded.map("counts").close();
    loaded.close();
    loaded.close();
    assertThat(fake.openDescriptors()).isEqualTo(1);
    link.close();
    link.close();
    assertThat(fake.openDescriptors()).isZero();
    assertThatThrownBy(() -> loaded.map("counts").lookup(new byte[4]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("map counts is closed");
    assertThatThrownBy(() -> loaded.program("first").testRun(new byte[14]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("program first is closed");
    assertThatThrownBy(link::detach).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anotherByteOrderIsRefusedBeforeAnyCall() {
    ByteOrder other =
        ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
            ? ByteOrder.LITTLE_ENDIAN
            : ByteOrder.BIG_ENDIAN;
    assertThatThrownBy(() -> system.load(object(other), DEFAULT))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("sample_object: its byte order is " + other);
    assertThat(fake.calls).isEmpty();
  }

  @Test
  void slotsMustNameWhatThereIs() {
    MapSpec tails =
        map(
            "tails",
            MapType.PROG_ARRAY,
            null,
            new MapSpec.Contents.Slots(List.of(new MapSpec.Contents.Slot(1, "absent"))));
    assertThatThrownBy(() -> system.load(object(ByteOrder.nativeOrder(), tails), DEFAULT))
        .isInstanceOf(LinkException.class)
        .hasMessage(
            "symbol absent: slot 1 of map tails: not in the object, or not loaded by default");
    assertThat(fake.calls).isEmpty();
  }

  @Test
  void mapsThatWantToBePinnedAreRefused() {
    MapSpec pinned =
        new MapSpec("shared", MapType.HASH, 4, 4, 2, 0, 0, true, 0, 0, null, MapSpec.EMPTY);
    assertThatThrownBy(() -> system.load(object(ByteOrder.nativeOrder(), pinned), DEFAULT))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("symbol shared: asks to be pinned by name");
    assertThat(fake.calls).isEmpty();
  }

  @Test
  void programsThatAreNotLoadedByDefaultAreLeftOut() {
    ProgramSpec shy =
        ProgramSpec.of(
            "shy", "?xdp", ProgramType.XDP, Code.build(c -> c.mov(Register.R0, 1).exit()));
    ProgramSpec fragments =
        ProgramSpec.of(
            "bold", "xdp.frags", ProgramType.XDP, Code.build(c -> c.mov(Register.R0, 1).exit()));
    ObjectSpec object =
        new ObjectSpec(
            "shy_object",
            ByteOrder.nativeOrder(),
            "GPL",
            List.of(shy, fragments),
            List.of(),
            List.of(),
            Btf.EMPTY,
            List.of());
    try (BpfObject loaded = system.load(object, DEFAULT)) {
      assertThat(loaded.programs().keySet()).containsExactly("bold");
      assertThat(fake.last.get(BpfCommand.PROG_LOAD).getInt(44))
          .isEqualTo(ProgramLoad.FLAG_XDP_HAS_FRAGMENTS);
    }
    assertThat(system.verdicts(object, DEFAULT).keySet()).containsExactly("shy", "bold");
  }
}
