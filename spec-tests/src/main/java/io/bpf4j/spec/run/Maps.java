package io.bpf4j.spec.run;

import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.util.List;

/** The maps of random programs. */
final class Maps {
  static final int VALUE_SIZE = 16;

  /** Where every program leaves its numbers. */
  static final MapSpec RESULT = MapSpec.of("result", MapType.ARRAY, 4, 16 * 8, 1);

  static final MapSpec ARRAY = MapSpec.of("array", MapType.ARRAY, 4, VALUE_SIZE, 4);
  static final MapSpec HASH = MapSpec.of("hash", MapType.HASH, 4, VALUE_SIZE, 5);

  /** Global data, addressed directly. */
  static final MapSpec DATA =
      new MapSpec(
          ".data",
          MapType.ARRAY,
          4,
          VALUE_SIZE * 4,
          1,
          0,
          0,
          false,
          0,
          0,
          null,
          new MapSpec.Contents.GlobalData(new byte[VALUE_SIZE * 4], false));

  static final List<MapSpec> STORES = List.of(ARRAY, HASH);
  static final List<MapSpec> ALL = List.of(RESULT, ARRAY, HASH, DATA);

  private Maps() {}
}
