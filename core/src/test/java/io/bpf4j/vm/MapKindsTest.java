package io.bpf4j.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of map from Java's side, against a plain model of it. */
class MapKindsTest {
  private static Vm vm(MapSpec... maps) {
    return vm(1, maps);
  }

  private static Vm vm(int processors, MapSpec... maps) {
    return Vm.builder(Programs.object(List.of(), maps)).processors(processors).build();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] prefix(int length, int... bytes) {
    ByteBuffer key = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(length);
    for (int b : bytes) {
      key.put((byte) b);
    }
    return key.array();
  }

  @ParameterizedTest
  @EnumSource(names = {"PERCPU_ARRAY", "PERCPU_HASH", "LRU_PERCPU_HASH"})
  void aPerCpuMapHasAValueForEachProcessor(MapType type) {
    VmMap map = vm(3, MapSpec.of("m", type, 4, 4, 4)).map("m").orElseThrow();
    map.update(number(2), 1, number(7));
    assertThat(map.lookup(number(2), 0)).hasValue(number(0));
    assertThat(map.lookup(number(2), 1)).hasValue(number(7));
    map.update(number(2), number(5));
    assertThat(map.lookup(number(2), 2)).hasValue(number(5));
    assertThatThrownBy(() -> map.lookup(number(2), 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void whatIsDeletedComesBackAsZerosOnOtherProcessors() {
    VmMap map = vm(2, MapSpec.of("m", MapType.PERCPU_HASH, 4, 4, 1)).map("m").orElseThrow();
    map.update(number(1), number(9));
    map.delete(number(1));
    map.update(number(2), 1, number(3));
    assertThat(map.lookup(number(2), 0)).hasValue(number(0));
  }

  @Test
  void theLongestPrefixWins() {
    VmMap map = vm(MapSpec.of("m", MapType.LPM_TRIE, 8, 4, 3)).map("m").orElseThrow();
    map.update(prefix(8, 10), number(1));
    map.update(prefix(12, 10, 0x1f), number(2));
    map.update(prefix(0), number(3));
    assertThat(map.lookup(prefix(32, 10, 0x12, 3, 4))).hasValue(number(2));
    assertThat(map.lookup(prefix(32, 10, 0x22, 3, 4))).hasValue(number(1));
    assertThat(map.lookup(prefix(9, 10, 0x12))).as("of at most 9 bits").hasValue(number(1));
    assertThat(map.lookup(prefix(32, 11))).hasValue(number(3));
    assertThat(map.lookup(prefix(33, 10))).isEmpty();
    assertThat(map.keys()).contains(prefix(12, 10, 0x1f));
    assertThatThrownBy(() -> map.update(prefix(32, 1), number(4))).hasMessageContaining("no room");
    assertThatThrownBy(() -> map.update(prefix(33, 1), number(4))).hasMessageContaining("no such");
    assertThat(map.delete(prefix(12, 10, 0x10))).as("the same prefix").isTrue();
    assertThat(map.delete(prefix(12, 10, 0x10))).isFalse();
    assertThat(map.lookup(prefix(32, 10, 0x12))).hasValue(number(1));
  }

  /** With a seed that the failure names. */
  @Test
  void aTrieAnswersAsASearchOfAllPrefixesDoes() {
    long seed = 20261125;
    Random random = new Random(seed);
    VmMap map = vm(MapSpec.of("m", MapType.LPM_TRIE, 8, 4, 500)).map("m").orElseThrow();
    Map<String, Integer> model = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      int length = random.nextInt(33);
      int bits = Integer.reverse(random.nextInt(64)) | random.nextInt(4);
      byte[] key = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array();
      ByteBuffer.wrap(key).putInt(4, bits);
      String text = binary(bits).substring(0, length);
      if (random.nextInt(3) == 0) {
        assertThat(map.delete(key)).as("seed " + seed).isEqualTo(model.remove(text) != null);
      } else if (model.size() < 500) {
        map.update(key, number(i));
        model.put(text, i);
      }
      Optional<byte[]> expected = Optional.empty();
      for (int l = length; l >= 0 && expected.isEmpty(); l--) {
        expected = Optional.ofNullable(model.get(text.substring(0, l))).map(MapKindsTest::number);
      }
      assertThat(map.lookup(key).map(Arrays::toString))
          .as("seed " + seed)
          .isEqualTo(expected.map(Arrays::toString));
    }
    assertThat(map.keys()).hasSize(model.size());
  }

  private static String binary(int bits) {
    return String.format("%32s", Integer.toBinaryString(bits)).replace(' ', '0');
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUE", "STACK"})
  void queuesAndStacksGiveBackInOrder(MapType type) {
    long seed = 20261126;
    Random random = new Random(seed);
    VmQueue queue = vm(MapSpec.of("q", type, 0, 4, 20)).queue("q");
    Deque<Integer> model = new ArrayDeque<>();
    for (int i = 0; i < 2000; i++) {
      if (random.nextInt(100) < 50 + 10 * (i / 100 % 2)) {
        assertThat(queue.push(number(i))).isEqualTo(model.size() < 20);
        if (model.size() < 20) {
          model.add(i);
        }
      } else {
        Integer expected = type == MapType.QUEUE ? model.pollFirst() : model.pollLast();
        assertThat(queue.peek().isPresent()).isEqualTo(expected != null);
        assertThat(queue.pop().map(Arrays::toString))
            .as("seed " + seed)
            .isEqualTo(Optional.ofNullable(expected).map(n -> Arrays.toString(number(n))));
      }
      assertThat(queue.size()).isEqualTo(model.size());
    }
  }

  @Test
  void aBloomFilterFindsAllThatWasAddedAndLittleElse() {
    VmBloomFilter filter = vm(MapSpec.of("b", MapType.BLOOM_FILTER, 0, 4, 1000)).bloomFilter("b");
    assertThat(filter.mayContain(number(1))).isFalse();
    for (int i = 0; i < 1000; i++) {
      filter.add(number(i));
    }
    int wrong = 0;
    for (int i = 0; i < 1000; i++) {
      assertThat(filter.mayContain(number(i))).isTrue();
      wrong += filter.mayContain(number(i + 1_000_000)) ? 1 : 0;
    }
    assertThat(wrong).isLessThan(100);
  }

  @Test
  void mapsOfMapsHoldWhatIsLikeTheirTemplate() {
    MapSpec template = MapSpec.of("inner", MapType.HASH, 4, 4, 10);
    MapSpec outer = MapSpec.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 2).withInner(template);
    Vm vm = vm(outer.withContents(slots("first")), template.withName("first"));
    VmMap map = vm.map("outer").orElseThrow();
    assertThat(map.mapOf(number(1)).orElseThrow().spec().name()).isEqualTo("first");
    map.setMap(number(0), vm.createMap(template.withName("second")));
    assertThat(map.mapOf(number(0)).orElseThrow().spec().name()).isEqualTo("second");
    assertThat(map.delete(number(1))).isTrue();
    assertThat(map.mapOf(number(1))).isEmpty();
    assertThatThrownBy(() -> map.setMap(number(2), vm.map("first").orElseThrow()))
        .isInstanceOf(IllegalArgumentException.class);
    VmMap other = vm.createMap(MapSpec.of("other", MapType.ARRAY, 4, 4, 10));
    assertThatThrownBy(() -> map.setMap(number(0), other)).hasMessageContaining("template");
  }

  private static MapSpec.Contents slots(String name) {
    return new MapSpec.Contents.Slots(List.of(new MapSpec.Contents.Slot(1, name)));
  }

  @Test
  void userRingBuffersFillUp() {
    VmUserRingBuffer ring =
        vm(MapSpec.of("r", MapType.USER_RINGBUF, 0, 0, 4096)).userRingBuffer("r");
    int taken = 0;
    while (ring.submit(new byte[100])) {
      taken++;
    }
    assertThat(taken).as("of 112 bytes with header and padding").isEqualTo(4096 / 112);
  }

  @Test
  void theWrongKindIsRefused() {
    Vm vm = vm(MapSpec.of("m", MapType.HASH, 4, 4, 1), MapSpec.of("q", MapType.QUEUE, 0, 4, 1));
    List<Runnable> wrong = new ArrayList<>();
    wrong.add(() -> vm.queue("m"));
    wrong.add(() -> vm.ringBuffer("none"));
    wrong.add(() -> vm.map("q").orElseThrow().lookup(new byte[0]));
    wrong.add(() -> vm.map("m").orElseThrow().mapOf(number(0)));
    wrong.add(() -> vm.queue("q").push(new byte[3]));
    for (Runnable call : wrong) {
      assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
