package io.bpf4j.spec.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.UpdateMode;
import io.bpf4j.object.MapSpec;
import io.bpf4j.spec.LiveKernel;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Maps of the running kernel. */
@RequiresKernel
class BpfMapKernelTest {
  private final BpfSystem kernel = LiveKernel.require();

  private static byte[] u32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  @Test
  void hashMapKeepsElements() {
    try (BpfMap map = kernel.createMap(MapSpec.of("a hash-map", MapType.HASH, 4, 4, 100))) {
      for (int i = 0; i < 100; i++) {
        map.update(u32(i), u32(i * i), UpdateMode.NOEXIST);
      }
      assertThat(map.lookup(u32(7))).contains(u32(49));
      assertThat(map.lookup(u32(100))).isEmpty();
      assertThat(map.keys()).hasSize(100).contains(u32(0), u32(99));
      assertThatThrownBy(() -> map.update(u32(100), u32(0)))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("E2BIG");
      assertThatThrownBy(() -> map.update(u32(1), u32(0), UpdateMode.NOEXIST))
          .hasMessageContaining("EEXIST");
      assertThat(map.delete(u32(7))).isTrue();
      assertThat(map.delete(u32(7))).isFalse();
      assertThatThrownBy(() -> map.update(u32(7), u32(0), UpdateMode.EXIST))
          .hasMessageContaining("ENOENT");
      assertThat(map.lookupAndDelete(u32(8))).contains(u32(64));
      assertThat(map.keys()).hasSize(98);
    }
  }

  @Test
  void frozenMapCannotBeWritten() {
    try (BpfMap map = kernel.createMap(MapSpec.of("constants", MapType.ARRAY, 4, 4, 1))) {
      map.update(u32(0), u32(42));
      map.freeze();
      assertThat(map.lookup(u32(0))).contains(u32(42));
      assertThatThrownBy(() -> map.update(u32(0), u32(1))).hasMessageContaining("frozen");
    }
  }

  @Test
  void perCpuValuesComeForEveryPossibleCpu() {
    try (BpfMap map = kernel.createMap(MapSpec.of("per_cpu", MapType.PERCPU_ARRAY, 4, 4, 2))) {
      byte[] values = map.lookup(u32(1)).orElseThrow();
      assertThat(values.length % 8).isZero();
      assertThat(values.length / 8)
          .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
      Arrays.fill(values, (byte) 0);
      values[values.length - 8] = 5;
      map.update(u32(1), values);
      assertThat(map.lookup(u32(1))).contains(values);
    }
  }

  @Test
  void queuesHaveNoKey() {
    byte[] none = {};
    try (BpfMap queue = kernel.createMap(MapSpec.of("queue", MapType.QUEUE, 0, 4, 2))) {
      queue.update(none, u32(1));
      queue.update(none, u32(2));
      assertThat(queue.lookup(none)).contains(u32(1));
      assertThat(queue.lookupAndDelete(none)).contains(u32(1));
      assertThat(queue.lookupAndDelete(none)).contains(u32(2));
      assertThat(queue.lookupAndDelete(none)).isEmpty();
    }
  }

  @Test
  void impossibleMapSaysWhatWasTried() {
    assertThatThrownBy(() -> kernel.createMap(MapSpec.of("array", MapType.ARRAY, 8, 4, 1)))
        .isInstanceOf(KernelException.class)
        .hasMessageStartingWith(
            "bpf(MAP_CREATE) of map array (ARRAY, key 8 bytes, value 4 bytes, max_entries 1, flags"
                + " 0x0): EINVAL");
  }

  /** Each thread has memory of its own for its calls. */
  @Test
  void threadsDoNotDisturbEachOther() {
    int threads = 4;
    int elements = 2000;
    try (BpfMap map =
        kernel.createMap(MapSpec.of("shared", MapType.HASH, 4, 4, threads * elements))) {
      IntStream.range(0, threads)
          .parallel()
          .forEach(
              thread -> {
                for (int i = thread * elements; i < (thread + 1) * elements; i++) {
                  map.update(u32(i), u32(-i));
                  assertThat(map.lookup(u32(i))).contains(u32(-i));
                }
              });
      assertThat(map.keys()).hasSize(threads * elements);
      for (int i = 0; i < threads * elements; i++) {
        assertThat(map.lookup(u32(i))).contains(u32(-i));
      }
    }
  }
}
