package io.bpf4j.loader;

import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.BpfCommand;

/** BPF_MAP_CREATE. */
final class MapCreation {
  // Offsets in union bpf_attr, BPF_MAP_CREATE (uapi/linux/bpf.h).
  private static final int MAP_TYPE = 0;
  private static final int KEY_SIZE = 4;
  private static final int VALUE_SIZE = 8;
  private static final int MAX_ENTRIES = 12;
  private static final int MAP_FLAGS = 16;
  private static final int INNER_MAP_FD = 20;
  private static final int MAP_NAME = 28;
  private static final int MAP_EXTRA = 64;
  private static final int SIZE = 72;

  private MapCreation() {}

  /** The descriptor of a new map; {@code innerMap} is 0 but for maps of maps. */
  static int create(Kernel kernel, MapSpec spec, int innerMap) {
    CallMemory memory =
        kernel
            .begin()
            .u32(MAP_TYPE, spec.type().number())
            .u32(KEY_SIZE, spec.keySize())
            .u32(VALUE_SIZE, spec.valueSize())
            .u32(MAX_ENTRIES, spec.maxEntries())
            .u32(MAP_FLAGS, spec.flags())
            .u32(INNER_MAP_FD, innerMap)
            .bytes(MAP_NAME, Kernel.objectName(spec.name()))
            .u64(MAP_EXTRA, spec.extra());
    return kernel.call(BpfCommand.MAP_CREATE, memory, SIZE, described(spec));
  }

  private static String described(MapSpec spec) {
    return "map "
        + spec.name()
        + " ("
        + spec.type()
        + ", key "
        + spec.keySize()
        + " bytes, value "
        + spec.valueSize()
        + " bytes, max_entries "
        + Integer.toUnsignedString(spec.maxEntries())
        + ", flags 0x"
        + Integer.toHexString(spec.flags())
        + ")";
  }
}
