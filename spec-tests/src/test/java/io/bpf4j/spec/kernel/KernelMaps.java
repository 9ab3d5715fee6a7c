package io.bpf4j.spec.kernel;

import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A small map of each type that needs no BTF. */
final class KernelMaps {
  private static final KernelProfile PROFILE = KernelProfile.builtIn("6.18");
  private static final int NO_PREALLOC = 1;
  private static final Set<MapType> NEED_BTF =
      EnumSet.of(
          MapType.SK_STORAGE,
          MapType.INODE_STORAGE,
          MapType.TASK_STORAGE,
          MapType.CGRP_STORAGE,
          MapType.STRUCT_OPS,
          MapType.INSN_ARRAY);

  /** Programs that sleep use no others, of those here. */
  private static final Set<MapType> FOR_SLEEPABLE =
      EnumSet.of(MapType.HASH, MapType.ARRAY, MapType.RINGBUF, MapType.USER_RINGBUF);

  private KernelMaps() {}

  static List<MapType> types() {
    return Arrays.stream(MapType.values())
        .filter(type -> PROFILE.supports(type) && !NEED_BTF.contains(type))
        .filter(type -> type != MapType.ARENA)
        .toList();
  }

  /** A type that a helper takes, from programs of a type. */
  static Optional<MapType> taken(int helper, ProgramType type) {
    return types().stream()
        .filter(map -> PROFILE.allowsMapInHelper(map, helper))
        .filter(map -> type != ProgramType.SYSCALL || FOR_SLEEPABLE.contains(map))
        .findFirst();
  }

  static MapSpec spec(MapType type) {
    return switch (type) {
      case RINGBUF, USER_RINGBUF -> of(type, 0, 0, 4096, 0, null);
      case QUEUE, STACK, BLOOM_FILTER -> of(type, 0, 8, 4, 0, null);
      case STACK_TRACE -> of(type, 4, 64, 4, 0, null);
      case LPM_TRIE -> of(type, 8, 8, 4, NO_PREALLOC, null);
      case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> of(type, 8, 8, 0, 0, null);
      case ARRAY_OF_MAPS, HASH_OF_MAPS -> of(type, 4, 4, 4, 0, spec(MapType.ARRAY));
      case HASH,
          ARRAY,
          PERCPU_HASH,
          PERCPU_ARRAY,
          LRU_HASH,
          LRU_PERCPU_HASH,
          SOCKMAP,
          SOCKHASH,
          REUSEPORT_SOCKARRAY ->
          of(type, 4, 8, 4, 0, null);
      default -> of(type, 4, 4, 4, 0, null);
    };
  }

  private static MapSpec of(
      MapType type, int key, int value, int entries, int flags, MapSpec inner) {
    String name = type.name().toLowerCase(Locale.ROOT);
    return new MapSpec(
        name, type, key, value, entries, flags, 0, false, 0, 0, inner, MapSpec.EMPTY);
  }
}
