package io.bpf4j.loader;

import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
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

  /**
   * A new map. For a map of maps its template is created first, and closed again: the kernel only
   * looks at its shape.
   */
  static Descriptor create(Kernel kernel, MapSpec spec, String name) {
    if (spec.inner() == null) {
      return create(kernel, spec, name, 0);
    }
    Descriptor outer = null;
    try (Descriptor template = create(kernel, spec.inner(), spec.inner().name())) {
      outer = create(kernel, spec, name, template.number());
      return outer;
    } catch (RuntimeException e) {
      // Closing the template failed.
      if (outer != null) {
        outer.close();
      }
      throw e;
    }
  }

  private static Descriptor create(Kernel kernel, MapSpec spec, String name, int template) {
    CallMemory memory =
        kernel
            .begin()
            .u32(MAP_TYPE, spec.type().number())
            .u32(KEY_SIZE, spec.keySize())
            .u32(VALUE_SIZE, spec.valueSize())
            .u32(MAX_ENTRIES, spec.maxEntries())
            .u32(MAP_FLAGS, spec.flags())
            .u32(INNER_MAP_FD, template)
            .bytes(MAP_NAME, Kernel.objectName(name))
            .u64(MAP_EXTRA, spec.extra());
    int map = kernel.call(BpfCommand.MAP_CREATE, memory, SIZE, described(spec));
    return new Descriptor(kernel, "map " + spec.name(), map);
  }

  /**
   * The name that the kernel shows. Sections of global data have the same name in every object, so
   * the object's name goes before theirs, as in libbpf: {@code drop_blo.rodata}.
   */
  static String kernelName(ObjectSpec object, MapSpec spec) {
    if (!spec.isGlobalData()) {
      return spec.name();
    }
    String section = spec.name().substring(0, Math.min(spec.name().length(), 7));
    int room = Kernel.NAME_LENGTH - 1 - section.length();
    return object.name().substring(0, Math.min(object.name().length(), room)) + section;
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
