package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;

/** Flags of map updates and of map creation (uapi/linux/bpf.h). */
final class MapFlags {
  /** Updates of a key that is there or not. */
  static final long ANY = 0;

  static final long NOEXIST = 1;
  static final long EXIST = 2;

  /** Updates under the value's own spin lock. */
  static final long LOCK = 4;

  private MapFlags() {}

  /** Whether flags of an update are such that some map takes them. */
  static boolean areKnown(long flags) {
    return Long.compareUnsigned(flags & ~LOCK, EXIST) <= 0;
  }

  /** Whether programs may not write to a map. */
  static boolean isReadOnly(MapSpec spec) {
    return (spec.flags() & MapSpec.FLAG_READ_ONLY_PROGRAM) != 0
        || spec.contents() instanceof MapSpec.Contents.GlobalData data && data.frozen();
  }

  /** Whether programs may not read a map. */
  static boolean isWriteOnly(MapSpec spec) {
    return (spec.flags() & MapSpec.FLAG_WRITE_ONLY_PROGRAM) != 0;
  }
}
