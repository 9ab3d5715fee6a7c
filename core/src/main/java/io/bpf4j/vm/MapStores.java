package io.bpf4j.vm;

import io.bpf4j.btf.Btf;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;

/** Makes the store for a map. */
final class MapStores {
  /** A map's elements must fit the offsets of one region. */
  private static final long MAX_BYTES = 1L << 30;

  /** How many objects may have local storage in one map. */
  private static final int MAX_OBJECTS = 1 << 16;

  private static final int LPM_LENGTH = 4;
  private static final int LPM_MAX_KEY = LPM_LENGTH + 256;
  private static final int PAGE = 4096;

  private final Machine machine;
  private final Btf btf;

  MapStores(Machine machine, Btf btf) {
    this.machine = machine;
    this.btf = btf;
  }

  MapStore create(MapSpec spec) {
    String refused = refusal(spec);
    if (refused != null) {
      return new UnsupportedStore(spec, refused);
    }
    Memory memory = machine.memory();
    return switch (spec.type()) {
      case ARRAY -> new ArrayStore(spec, memory, elements(spec, false));
      case PERCPU_ARRAY -> new ArrayStore(spec, memory, elements(spec, true));
      case HASH, LRU_HASH -> new HashStore(spec, elements(spec, false));
      case PERCPU_HASH, LRU_PERCPU_HASH -> new HashStore(spec, elements(spec, true));
      case LPM_TRIE -> new LpmStore(spec, memory, elements(spec, false));
      case QUEUE, STACK -> new QueueStore(spec);
      case BLOOM_FILTER -> new BloomStore(spec);
      case RINGBUF -> new RingBufferStore(spec, memory);
      case USER_RINGBUF -> new UserRingBufferStore(spec, memory);
      case PERF_EVENT_ARRAY -> new PerfEventStore(spec);
      case PROG_ARRAY -> new ProgramArray(spec, memory);
      case ARRAY_OF_MAPS, HASH_OF_MAPS -> new MapOfMapsStore(spec, memory);
      case DEVMAP, DEVMAP_HASH, XSKMAP -> new RedirectStore(spec, elements(spec, false), true);
      case CPUMAP -> new RedirectStore(spec, elements(spec, false), false);
      case SK_STORAGE, TASK_STORAGE, INODE_STORAGE, CGRP_STORAGE, CGROUP_STORAGE ->
          storage(spec, false);
      case PERCPU_CGROUP_STORAGE -> storage(spec, true);
      default -> new UnsupportedStore(spec, "the VM has no maps of type " + spec.type());
    };
  }

  private Elements elements(MapSpec spec, boolean perProcessor) {
    return elements(spec, perProcessor, spec.maxEntries());
  }

  private Elements elements(MapSpec spec, boolean perProcessor, int most) {
    SpecialFields fields = SpecialFields.of(btf, spec.valueType());
    return new Elements(spec, fields, machine, perProcessor, most);
  }

  private LocalStorage storage(MapSpec spec, boolean perProcessor) {
    long each = Elements.strideOf(spec.valueSize()) * (long) machine.environment().processors;
    int most = (int) Math.max(1, Math.min(MAX_OBJECTS, MAX_BYTES / each));
    return new LocalStorage(spec, machine.memory(), elements(spec, perProcessor, most), most);
  }

  /** Why the VM cannot have a map, or null where it can. */
  private String refusal(MapSpec spec) {
    return switch (spec.type()) {
      case ARRAY, HASH, LRU_HASH, DEVMAP_HASH, HASH_OF_MAPS -> keyed(spec, 1);
      case PERCPU_ARRAY, PERCPU_HASH, LRU_PERCPU_HASH ->
          keyed(spec, machine.environment().processors);
      case PROG_ARRAY, ARRAY_OF_MAPS, PERF_EVENT_ARRAY, DEVMAP, CPUMAP, XSKMAP -> keyed(spec, 1);
      case LPM_TRIE ->
          spec.keySize() <= LPM_LENGTH || spec.keySize() > LPM_MAX_KEY
              ? "a prefix has " + (spec.keySize() - LPM_LENGTH) + " bytes, not 1 to 256"
              : keyed(spec, 1);
      case QUEUE, STACK, BLOOM_FILTER ->
          spec.keySize() != 0 ? "it has a key" : sized(spec.valueSize(), spec.maxEntries());
      case RINGBUF, USER_RINGBUF ->
          spec.maxEntries() < PAGE
                  || spec.maxEntries() > MAX_BYTES / 2
                  || Integer.bitCount(spec.maxEntries()) != 1
              ? "a ring of " + spec.maxEntries() + " bytes, not a power of two from " + PAGE
              : null;
      case SK_STORAGE,
          TASK_STORAGE,
          INODE_STORAGE,
          CGRP_STORAGE,
          CGROUP_STORAGE,
          PERCPU_CGROUP_STORAGE ->
          sized(spec.valueSize(), 1);
      default -> null;
    };
  }

  private static String sized(int size, int entries) {
    if (size < 1 || entries < 1) {
      return "a map needs a value and an entry of at least one byte";
    }
    // 8 more for rounding up: see Elements.strideOf.
    return (size + 8L) * entries > MAX_BYTES
        ? "the VM's maps have at most " + MAX_BYTES + " bytes"
        : null;
  }

  private static String keyed(MapSpec spec, int processors) {
    if (spec.keySize() < 1 || spec.valueSize() < 1 || spec.maxEntries() < 1) {
      return "a map needs a key, a value and an entry of at least one byte";
    }
    if ((spec.valueSize() + 8L) * processors * spec.maxEntries() > MAX_BYTES
        || (long) spec.keySize() * spec.maxEntries() > MAX_BYTES) {
      return "the VM's maps have at most " + MAX_BYTES + " bytes";
    }
    if (isIndexed(spec.type()) && spec.keySize() != 4) {
      return "its index has " + spec.keySize() + " bytes, not 4";
    }
    if (spec.contents() instanceof MapSpec.Contents.GlobalData data
        && data.bytes().length > spec.valueSize()) {
      return data.bytes().length + " bytes do not fit its value of " + spec.valueSize();
    }
    return null;
  }

  /** Whether keys are indexes below the number of entries. */
  static boolean isIndexed(MapType type) {
    return switch (type) {
      case ARRAY,
          PERCPU_ARRAY,
          PROG_ARRAY,
          ARRAY_OF_MAPS,
          PERF_EVENT_ARRAY,
          DEVMAP,
          CPUMAP,
          XSKMAP ->
          true;
      default -> false;
    };
  }
}
