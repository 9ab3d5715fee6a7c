package io.bpf4j.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BpfMapTest {
  private final FakeKernel fake = new FakeKernel();
  private final BpfSystem system = new BpfSystem(fake);
  private final BpfMap map = system.createMap(MapSpec.of("counts", MapType.HASH, 1, 2, 2));

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void elementsComeAndGo() {
    assertThat(map.lookup(bytes(1))).isEmpty();
    assertThat(map.firstKey()).isEmpty();
    map.update(bytes(1), bytes(2, 3));
    map.update(bytes(4), bytes(5, 6));
    assertThat(map.lookup(bytes(4))).contains(bytes(5, 6));
    assertThat(map.keys()).containsExactly(bytes(1), bytes(4));
    assertThatThrownBy(() -> map.update(bytes(7), bytes(8, 9)))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("bpf(MAP_UPDATE_ELEM) of map counts: E2BIG")
        .hasMessageContaining("the map is full");
    assertThat(map.delete(bytes(1))).isTrue();
    assertThat(map.delete(bytes(1))).isFalse();
    assertThat(map.keys()).containsExactly(bytes(4));
  }

  @Test
  void wrongSizesAreRefusedBeforeTheKernelReadsPastThem() {
    assertThatThrownBy(() -> map.lookup(bytes(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("map counts: key has 2 bytes, not 1");
    assertThatThrownBy(() -> map.update(bytes(1), bytes(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("map counts: value has 1 bytes, not 2");
    assertThat(fake.calls).containsExactly("MAP_CREATE");
  }

  @Test
  void frozenMapsSaySo() {
    map.freeze();
    assertThatThrownBy(() -> map.update(bytes(1), bytes(2, 3)))
        .hasMessageContaining("EPERM")
        .hasMessageContaining("frozen");
  }

  @Test
  void memoryGrowsWithinOneCall() {
    MapSpec large = MapSpec.of("large", MapType.HASH, 40_000, 60_000, 2);
    byte[] key = new byte[40_000];
    byte[] value = new byte[60_000];
    key[39_999] = 7;
    value[59_999] = 9;
    try (BpfMap there = system.createMap(large)) {
      there.update(key, value);
      assertThat(there.lookup(key)).contains(value);
      assertThat(there.keys()).containsExactly(key);
    }
  }

  @Test
  void cpuLists() {
    assertThat(ValueLayout.count("0\n")).isEqualTo(1);
    assertThat(ValueLayout.count("0-3,8,10-11\n")).isEqualTo(7);
  }

  @Test
  void namespacesAreEnteredOnAThreadOfTheirOwn() {
    NetworkNamespace namespace = new NetworkNamespace(fake, Path.of("/run/netns/blue"));
    Thread here = Thread.currentThread();
    assertThat(namespace.call(() -> Thread.currentThread() != here)).isTrue();
    assertThat(fake.calls).containsExactly("MAP_CREATE", "open", "setns", "close");
    fake.failures.put(4, Errno.ENOENT);
    assertThatThrownBy(() -> namespace.call(() -> 1))
        .isInstanceOf(KernelException.class)
        .hasMessage("open() of /run/netns/blue: ENOENT (no such file or directory)");
    fake.failures.put(6, Errno.EPERM);
    assertThatThrownBy(() -> namespace.call(() -> 1)).hasMessageContaining("setns()");
    map.close();
    assertThat(fake.openDescriptors()).isZero();
  }
}
