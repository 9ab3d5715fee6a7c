package io.bpf4j.loader;

import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.uapi.BpfCommand;
import io.bpf4j.uapi.MapType;

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
  private static final int BTF_FD = 48;
  private static final int BTF_KEY_TYPE_ID = 52;
  private static final int BTF_VALUE_TYPE_ID = 56;
  private static final int MAP_EXTRA = 64;
  private static final int SIZE = 72;

  private final Kernel kernel;
  private final int btf;

  /** {@code btf} is the descriptor of the types that maps refer to, 0 where there is none. */
  MapCreation(Kernel kernel, int btf) {
    this.kernel = kernel;
    this.btf = btf;
  }

  /**
   * A new map. For a map of maps its template is created first, and closed again: the kernel only
   * looks at its shape.
   */
  Descriptor create(MapSpec spec, String name) {
    if (spec.inner() == null) {
      return create(spec, name, 0);
    }
    Descriptor outer = null;
    try (Descriptor template = create(spec.inner(), spec.inner().name())) {
      outer = create(spec, name, template.number());
      return outer;
    } catch (RuntimeException e) {
      // Closing the template failed.
      if (outer != null) {
        outer.close();
      }
      throw e;
    }
  }

  private Descriptor create(MapSpec spec, String name, int template) {
    boolean typed = btf != 0 && spec.valueType() != 0;
    int result =
        kernel.tryCall(BpfCommand.MAP_CREATE, attribute(spec, name, template, typed), SIZE);
    if (typed && result == -Errno.ENOTSUPP) {
      // Only some map types take types; to the others they are comments.
      result = kernel.tryCall(BpfCommand.MAP_CREATE, attribute(spec, name, template, false), SIZE);
    }
    if (result < 0) {
      throw Diagnosis.failure(BpfCommand.MAP_CREATE, described(spec), -result, "");
    }
    return new Descriptor(kernel, "map " + spec.name(), result);
  }

  /** A perf event array that names no size has an element for each CPU, as in libbpf. */
  private static int maxEntries(MapSpec spec) {
    boolean unsized = spec.type() == MapType.PERF_EVENT_ARRAY && spec.maxEntries() == 0;
    return unsized ? ValueLayout.possibleCpus() : spec.maxEntries();
  }

  private CallMemory attribute(MapSpec spec, String name, int template, boolean typed) {
    CallMemory memory =
        kernel
            .begin()
            .u32(MAP_TYPE, spec.type().number())
            .u32(KEY_SIZE, spec.keySize())
            .u32(VALUE_SIZE, spec.valueSize())
            .u32(MAX_ENTRIES, maxEntries(spec))
            .u32(MAP_FLAGS, spec.flags())
            .u32(INNER_MAP_FD, template)
            .bytes(MAP_NAME, Kernel.objectName(name))
            .u64(MAP_EXTRA, spec.extra());
    if (typed) {
      memory
          .u32(BTF_FD, btf)
          .u32(BTF_KEY_TYPE_ID, spec.keyType())
          .u32(BTF_VALUE_TYPE_ID, spec.valueType());
    }
    return memory;
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
