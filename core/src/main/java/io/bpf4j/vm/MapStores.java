package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;

/** Makes the store for a map. */
final class MapStores {
  /** A map's elements must fit the offsets of one region. */
  private static final long MAX_BYTES = 1L << 30;

  private MapStores() {}

  static MapStore create(MapSpec spec, Memory memory) {
    String refused = refusal(spec);
    if (refused != null) {
      return new UnsupportedStore(spec, refused);
    }
    return switch (spec.type()) {
      case ARRAY, PERCPU_ARRAY -> new ArrayStore(spec, memory);
      case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH -> new HashStore(spec);
      case PROG_ARRAY -> new ProgramArray(spec);
      default -> new UnsupportedStore(spec, "the VM has no maps of type " + spec.type());
    };
  }

  private static String refusal(MapSpec spec) {
    if (spec.keySize() < 1 || spec.valueSize() < 1 || spec.maxEntries() < 1) {
      return "a map needs a key, a value and an entry of at least one byte";
    }
    // 8 more for rounding up: see strideOf.
    if ((spec.valueSize() + 8L) * spec.maxEntries() > MAX_BYTES
        || (long) spec.keySize() * spec.maxEntries() > MAX_BYTES) {
      return "the VM's maps have at most " + MAX_BYTES + " bytes";
    }
    boolean indexed =
        spec.type() == MapType.ARRAY
            || spec.type() == MapType.PERCPU_ARRAY
            || spec.type() == MapType.PROG_ARRAY;
    if (indexed && spec.keySize() != 4) {
      return "its index has " + spec.keySize() + " bytes, not 4";
    }
    if (spec.contents() instanceof MapSpec.Contents.GlobalData data
        && data.bytes().length > spec.valueSize()) {
      return data.bytes().length + " bytes do not fit its value of " + spec.valueSize();
    }
    return null;
  }
}
