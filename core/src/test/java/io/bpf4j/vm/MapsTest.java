package io.bpf4j.vm;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MapsTest {
  private static final byte[] PACKET = new byte[64];

  private static MapSpec map(MapType type, int entries) {
    return MapSpec.of("m", type, 4, 8, entries);
  }

  /** Calls update with key and value on the stack. */
  private static void update(CodeBuilder b, int key, int value, int flags) {
    b.store(Size.W, R10, -4, new Imm(key)).store(Size.DW, R10, -16, new Imm(value));
    b.loadMap(R1, "m").mov(R2, R10).alu(AluOp.ADD, R2, -4).mov(R3, R10).alu(AluOp.ADD, R3, -16);
    b.mov(R4, flags).callHelper(2);
  }

  private static void keyed(CodeBuilder b, int key, int helper) {
    b.store(Size.W, R10, -4, new Imm(key)).loadMap(R1, "m").mov(R2, R10).alu(AluOp.ADD, R2, -4);
    b.callHelper(helper);
  }

  private static Vm vm(MapSpec map, Consumer<CodeBuilder> body) {
    return Vm.of(Programs.object(List.of(Programs.xdp("main", body)), map));
  }

  private static byte[] key(int key) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(key).array();
  }

  private static byte[] value(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  /** Flags 0 any, 1 only new, 2 only existing; the errors are EEXIST, ENOENT, E2BIG, EINVAL. */
  @ParameterizedTest
  @CsvSource({
    "HASH, 1, 0, 0",
    "HASH, 1, 1, -17",
    "HASH, 1, 2, 0",
    "HASH, 2, 0, 0",
    "HASH, 2, 1, 0",
    "HASH, 2, 2, -2",
    "HASH, 1, 3, -22",
    "PERCPU_HASH, 2, 2, -2",
    "ARRAY, 1, 0, 0",
    "ARRAY, 1, 1, -17",
    "ARRAY, 1, 2, 0",
    "ARRAY, 2, 0, -7",
    "ARRAY, 1, 4, -22",
    "PERCPU_ARRAY, 1, 0, 0"
  })
  void updatesAsTheKernelDoes(MapType type, int key, int flags, long expected) {
    Vm vm =
        vm(
            map(type, 2),
            b -> {
              update(b, key, 5, flags);
              b.exit();
            });
    vm.map("m").orElseThrow().update(key(1), value(3));
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isEqualTo(expected);
    if (expected == 0) {
      assertThat(vm.map("m").orElseThrow().lookup(key(key))).hasValue(value(5));
    }
  }

  @Test
  void aFullHashTakesNoMore() {
    Vm vm =
        vm(
            map(MapType.HASH, 1),
            b -> {
              update(b, 2, 5, 0);
              b.exit();
            });
    VmMap map = vm.map("m").orElseThrow();
    map.update(key(1), value(1));
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isEqualTo(-7);
    assertThatThrownBy(() -> map.update(key(3), value(1))).hasMessageContaining("no room");
    assertThat(map.delete(key(1))).isTrue();
    assertThat(map.delete(key(1))).isFalse();
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isZero();
  }

  @Test
  void aFullLruHashGivesUpTheOldest() {
    VmMap map = vm(map(MapType.LRU_HASH, 3), b -> b.exit()).map("m").orElseThrow();
    for (int key = 1; key <= 3; key++) {
      map.update(key(key), value(key));
    }
    map.update(key(1), value(9));
    map.lookup(key(2));
    map.update(key(4), value(4));
    map.update(key(5), value(5));
    assertThat(map.keys()).containsExactlyInAnyOrder(key(1), key(4), key(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HASH", "ARRAY", "PERCPU_ARRAY"})
  void programAndUserSpaceShareValues(String type) {
    Vm vm =
        vm(
            map(MapType.valueOf(type), 8),
            b -> {
              keyed(b, 7, 1);
              b.load(Size.DW, R1, R0, 0).alu(AluOp.ADD, R1, 1).store(Size.DW, R0, 0, R1);
              b.mov(R0, R1).exit();
            });
    VmMap map = vm.map("m").orElseThrow();
    map.update(key(7), value(41));
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isEqualTo(42);
    assertThat(map.lookup(key(7))).hasValue(value(42));
  }

  @Test
  void lookupOfNothingIsNull() {
    for (MapType type : List.of(MapType.HASH, MapType.ARRAY)) {
      Vm vm =
          vm(
              map(type, 2),
              b -> {
                keyed(b, 2, 1);
                b.exit();
              });
      assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isZero();
    }
  }

  @Test
  void deletes() {
    for (MapType type : List.of(MapType.HASH, MapType.ARRAY)) {
      Vm vm =
          vm(
              map(type, 2),
              b -> {
                keyed(b, 1, 3);
                b.exit();
              });
      vm.map("m").orElseThrow().update(key(1), value(1));
      long first = vm.run("main", Input.Xdp.of(PACKET)).r0();
      long second = vm.run("main", Input.Xdp.of(PACKET)).r0();
      assertThat(first).isEqualTo(type == MapType.HASH ? 0 : -22);
      assertThat(second).isEqualTo(type == MapType.HASH ? -2 : -22);
    }
  }

  /** Against java.util's map, with a seed that the failure names. */
  @Test
  void aHashBehavesLikeAMap() {
    long seed = 20261123;
    Random random = new Random(seed);
    VmMap map = vm(map(MapType.HASH, 300), b -> b.mov(R0, 0).exit()).map("m").orElseThrow();
    Map<Integer, Long> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      int key = random.nextInt(400) << random.nextInt(3) * 8;
      if (random.nextInt(3) > 0 && (model.size() < 300 || model.containsKey(key))) {
        long value = random.nextLong();
        map.update(key(key), value(value));
        model.put(key, value);
      } else if (random.nextBoolean()) {
        assertThat(map.delete(key(key))).as("seed " + seed).isEqualTo(model.remove(key) != null);
      }
      assertThat(map.lookup(key(key)).isPresent())
          .as("seed " + seed)
          .isEqualTo(model.containsKey(key));
    }
    Map<Integer, Long> held = new HashMap<>();
    for (byte[] key : map.keys()) {
      long value =
          ByteBuffer.wrap(map.lookup(key).orElseThrow()).order(ByteOrder.LITTLE_ENDIAN).getLong();
      held.put(ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt(), value);
    }
    assertThat(held).as("seed " + seed).isEqualTo(model);
  }

  @Test
  void aHugeArrayCostsWhatIsUsedOfIt() {
    MapSpec huge = MapSpec.of("m", MapType.ARRAY, 4, 8, 60_000_000);
    Vm vm =
        vm(
            huge,
            b -> {
              keyed(b, 3, 1);
              b.exit();
            });
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isNotZero();
  }

  private static MapSpec data(String name, boolean frozen, byte... bytes) {
    return new MapSpec(
        name,
        MapType.ARRAY,
        4,
        bytes.length,
        1,
        frozen ? MapSpec.FLAG_READ_ONLY_PROGRAM : 0,
        0,
        false,
        0,
        0,
        null,
        new MapSpec.Contents.GlobalData(bytes, frozen));
  }

  @Test
  void globalDataIsMemory() {
    MapSpec data = data(".data", false, (byte) 1, (byte) 2, (byte) 3);
    Vm vm =
        vm(
            data,
            b -> {
              b.with(new LoadImm64(R1, new Imm64.MapValueReference(".data", 2)));
              b.load(Size.B, R0, R1, 0).store(Size.B, R1, 0, new Imm(9)).exit();
            });
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isEqualTo(3);
    assertThat(vm.map(".data").orElseThrow().lookup(new byte[4])).hasValue(new byte[] {1, 2, 9});
  }

  @Test
  void anAddressInAnArrayNeedsNoLookup() {
    Vm vm =
        vm(
            map(MapType.ARRAY, 4),
            b -> {
              b.with(new LoadImm64(R1, new Imm64.MapValueReference("m", 4)));
              b.store(Size.W, R1, 0, new Imm(6)).load(Size.W, R0, R1, 0).exit();
            });
    assertThat(vm.run("main", Input.Xdp.of(PACKET)).r0()).isEqualTo(6);
  }

  @Test
  void constantsCannotBeWritten() {
    Vm vm =
        vm(
            data(".rodata", true, (byte) 1),
            b -> {
              b.with(new LoadImm64(R1, new Imm64.MapValueReference(".rodata", 0)));
              b.store(Size.B, R1, 0, new Imm(9)).exit();
            });
    Fault fault = vm.run("main", Input.Xdp.of(PACKET)).fault().orElseThrow();
    assertThat(fault.kind()).isEqualTo(Fault.Kind.READ_ONLY);
    assertThat(fault.region()).isEqualTo("map .rodata");
  }

  @Test
  void whatTheVmLacksIsAFaultWhereItIsUsed() {
    Vm vm =
        vm(
            map(MapType.STACK_TRACE, 4),
            b -> {
              keyed(b, 1, 1);
              b.exit();
            });
    Fault fault = vm.run("main", Input.Xdp.of(PACKET)).fault().orElseThrow();
    assertThat(fault.kind()).isEqualTo(Fault.Kind.UNSUPPORTED);
    assertThat(fault.message()).isEqualTo("map m: the VM has no maps of type STACK_TRACE");
    MapSpec absurd = MapSpec.of("m", MapType.ARRAY, 4, Integer.MAX_VALUE, Integer.MAX_VALUE);
    Vm tooBig =
        vm(
            absurd,
            b -> {
              keyed(b, 1, 1);
              b.exit();
            });
    assertThat(tooBig.run("main", Input.Xdp.of(PACKET)).fault().orElseThrow().kind())
        .isEqualTo(Fault.Kind.UNSUPPORTED);
  }

  @Test
  void theKernelsStructureOfAMapIsNotThere() {
    Vm vm = vm(map(MapType.HASH, 1), b -> b.loadMap(R1, "m").load(Size.W, R0, R1, 24).exit());
    Fault read = vm.run("main", Input.Xdp.of(PACKET)).fault().orElseThrow();
    assertThat(read.kind()).isEqualTo(Fault.Kind.UNSUPPORTED);
    Vm writing = vm(map(MapType.HASH, 1), b -> b.loadMap(R1, "m").store(Size.W, R1, 24, R1).exit());
    assertThat(writing.run("main", Input.Xdp.of(PACKET)).fault().orElseThrow().kind())
        .isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
  }

  @Test
  void helpersCheckTheirArguments() {
    Fault noMap = Programs.run(b -> b.mov(R1, R10).callHelper(1).exit()).fault().orElseThrow();
    assertThat(noMap.kind()).isEqualTo(Fault.Kind.BAD_ARGUMENT);
    Vm shortKey =
        vm(
            map(MapType.HASH, 1),
            b -> b.loadMap(R1, "m").mov(R2, R10).alu(AluOp.ADD, R2, -2).callHelper(1).exit());
    assertThat(shortKey.run("main", Input.Xdp.of(PACKET)).fault().orElseThrow().kind())
        .isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
  }

  @Test
  void wrongSizesAreRefused() {
    VmMap map = vm(map(MapType.HASH, 1), b -> b.exit()).map("m").orElseThrow();
    assertThatThrownBy(() -> map.lookup(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("map m: key of 3 bytes, not 4");
    assertThatThrownBy(() -> map.setProgram(0, "main"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
