package io.bpf4j.spec.generate;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The maps that generated programs use: few, so that a run creates each of them once. */
public final class MapKit {
  static final MapSpec SMALL_ARRAY = MapSpec.of("small_array", MapType.ARRAY, 4, 8, 4);
  static final MapSpec ARRAY = MapSpec.of("array", MapType.ARRAY, 4, 48, 16);
  static final MapSpec WIDE_ARRAY = MapSpec.of("wide_array", MapType.ARRAY, 4, 4096, 2);
  static final MapSpec ODD_ARRAY = MapSpec.of("odd_array", MapType.ARRAY, 4, 13, 1);
  static final MapSpec HASH = MapSpec.of("hash", MapType.HASH, 8, 16, 64);
  static final MapSpec WIDE_KEY = MapSpec.of("wide_key", MapType.HASH, 20, 64, 64);
  static final MapSpec LRU = MapSpec.of("lru", MapType.LRU_HASH, 4, 24, 64);
  static final MapSpec PER_CPU = MapSpec.of("per_cpu", MapType.PERCPU_ARRAY, 4, 32, 1);
  static final MapSpec READ_ONLY = array("read_only", MapSpec.FLAG_READ_ONLY_PROGRAM);
  static final MapSpec WRITE_ONLY = array("write_only", MapSpec.FLAG_WRITE_ONLY_PROGRAM);
  static final MapSpec PROGRAMS = MapSpec.of("programs", MapType.PROG_ARRAY, 4, 4, 8);
  static final MapSpec EVENTS = MapSpec.of("events", MapType.PERF_EVENT_ARRAY, 4, 4, 64);
  static final MapSpec RING = MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096);

  static final MapSpec VARIABLES = globals(".data", 0, false);
  static final MapSpec CONSTANTS = globals(".rodata", MapSpec.FLAG_READ_ONLY_PROGRAM, true);

  /** Maps whose elements a program may look up, read and write. */
  static final List<MapSpec> STORES =
      List.of(SMALL_ARRAY, ARRAY, WIDE_ARRAY, ODD_ARRAY, HASH, WIDE_KEY, LRU, PER_CPU);

  /** All of them. */
  public static final List<MapSpec> ALL =
      List.of(
          SMALL_ARRAY,
          ARRAY,
          WIDE_ARRAY,
          ODD_ARRAY,
          HASH,
          WIDE_KEY,
          LRU,
          PER_CPU,
          READ_ONLY,
          WRITE_ONLY,
          PROGRAMS,
          EVENTS,
          RING,
          VARIABLES,
          CONSTANTS);

  private MapKit() {}

  /** Those of some maps that code refers to by name, in their order. */
  public static List<MapSpec> usedBy(Code code, List<MapSpec> maps) {
    Set<String> used = new TreeSet<>();
    for (Instruction instruction : code.instructions()) {
      if (instruction instanceof LoadImm64 load) {
        if (load.value() instanceof Imm64.MapReference reference) {
          used.add(reference.map());
        } else if (load.value() instanceof Imm64.MapValueReference reference) {
          used.add(reference.map());
        }
      }
    }
    return maps.stream().filter(map -> used.contains(map.name())).toList();
  }

  /** 40 bytes, of which every eighth is a number from 1 to 5. */
  private static MapSpec globals(String name, int flags, boolean frozen) {
    byte[] bytes = new byte[40];
    for (int i = 0; i < 5; i++) {
      bytes[8 * i] = (byte) (i + 1);
    }
    return new MapSpec(
        name,
        MapType.ARRAY,
        4,
        bytes.length,
        1,
        flags,
        0,
        false,
        0,
        0,
        null,
        new MapSpec.Contents.GlobalData(bytes, frozen));
  }

  private static MapSpec array(String name, int flags) {
    return new MapSpec(name, MapType.ARRAY, 4, 16, 4, flags, 0, false, 0, 0, null, MapSpec.EMPTY);
  }
}
