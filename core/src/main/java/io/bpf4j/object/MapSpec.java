package io.bpf4j.object;

import io.bpf4j.uapi.MapType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A map: what BPF_MAP_CREATE is asked for.
 *
 * @param name its symbol; for global data the section's name, such as {@code ".rodata"}
 * @param type the map type
 * @param keySize in bytes
 * @param valueSize in bytes
 * @param maxEntries how many elements at most
 * @param flags BPF_F_* of map creation
 * @param extra {@code map_extra}, 0 for most types
 * @param numaNode the memory node to create it on; counts where {@code flags} has BPF_F_NUMA_NODE
 * @param pinByName whether LIBBPF_PIN_BY_NAME is asked for
 * @param keyType BTF id of the key's type, 0 where it has none
 * @param valueType BTF id of the value's type, 0 where it has none
 * @param linkage of its symbol; not null
 * @param inner template of the inner map for maps of maps, else null
 * @param contents what it holds at first
 */
public record MapSpec(
    String name,
    MapType type,
    int keySize,
    int valueSize,
    int maxEntries,
    int flags,
    long extra,
    int numaNode,
    boolean pinByName,
    int keyType,
    int valueType,
    Linkage linkage,
    MapSpec inner,
    Contents contents) {

  /** BPF_F_RDONLY_PROG (uapi/linux/bpf.h): programs may only read the map. */
  public static final int FLAG_READ_ONLY_PROGRAM = 1 << 7;

  /** BPF_F_WRONLY_PROG (uapi/linux/bpf.h): programs may only write the map. */
  public static final int FLAG_WRITE_ONLY_PROGRAM = 1 << 8;

  /** BPF_F_NUMA_NODE (uapi/linux/bpf.h): {@code numaNode} counts. */
  public static final int FLAG_NUMA_NODE = 1 << 2;

  /** BPF_F_MMAPABLE (uapi/linux/bpf.h). */
  public static final int FLAG_MMAPABLE = 1 << 10;

  /** BPF_F_LINK (uapi/linux/bpf.h): a struct_ops map is attached by a link. */
  public static final int FLAG_LINK = 1 << 13;

  /** What a map holds when it is created. */
  public sealed interface Contents {
    /** Nothing, or zeros. */
    record Empty() implements Contents {}

    /**
     * Global data: the one value of an array map.
     *
     * @param bytes its {@code valueSize} bytes; must not be changed
     * @param frozen whether user space freezes it before programs load: constants to the verifier
     */
    record GlobalData(byte[] bytes, boolean frozen) implements Contents {
      @Override
      public boolean equals(Object other) {
        return other instanceof GlobalData data
            && frozen == data.frozen
            && Arrays.equals(bytes, data.bytes);
      }

      @Override
      public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + Boolean.hashCode(frozen);
      }

      @Override
      public String toString() {
        return "GlobalData[" + HexFormat.of().formatHex(bytes) + ", frozen=" + frozen + "]";
      }
    }

    /**
     * What the variables in address space 1 hold at first; they live at the end of an arena.
     *
     * @param bytes of the section {@link VariableSpec#ARENA_SECTION}; must not be changed
     */
    record ArenaData(byte[] bytes) implements Contents {
      @Override
      public boolean equals(Object other) {
        return other instanceof ArenaData data && Arrays.equals(bytes, data.bytes);
      }

      @Override
      public int hashCode() {
        return Arrays.hashCode(bytes);
      }

      @Override
      public String toString() {
        return "ArenaData[" + HexFormat.of().formatHex(bytes) + "]";
      }
    }

    /**
     * The value of a struct_ops map: a kernel's struct of functions, as the object's BTF has it.
     *
     * @param section the section that it stands in: {@code ".struct_ops"} or {@code
     *     ".struct_ops.link"}, with a leading question mark where it is not created by default
     * @param bytes the struct, zero where {@code functions} has something; must not be changed
     * @param functions the members that are programs, in ascending order of offset
     */
    record StructOps(String section, byte[] bytes, List<Function> functions) implements Contents {
      public StructOps {
        Objects.requireNonNull(section, "section");
        functions = List.copyOf(functions);
      }

      /** Whether the map is left out unless asked for. */
      public boolean optional() {
        return section.startsWith("?");
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof StructOps ops
            && section.equals(ops.section)
            && functions.equals(ops.functions)
            && Arrays.equals(bytes, ops.bytes);
      }

      @Override
      public int hashCode() {
        return 31 * Objects.hash(section, functions) + Arrays.hashCode(bytes);
      }

      @Override
      public String toString() {
        return "StructOps[%s, %s, %s]"
            .formatted(section, HexFormat.of().formatHex(bytes), functions);
      }
    }

    /**
     * A member of a struct_ops value that is a program.
     *
     * @param offset of the member in the struct, in bytes
     * @param program the program's name
     */
    record Function(int offset, String program) {
      public Function {
        Objects.requireNonNull(program, "program");
      }
    }

    /**
     * Slots of a prog array or a map of maps.
     *
     * @param slots the filled ones, in ascending order of index
     */
    record Slots(List<Slot> slots) implements Contents {
      public Slots {
        slots = List.copyOf(slots);
      }
    }

    /**
     * One filled slot.
     *
     * @param index the key
     * @param symbol name of the program or map in it
     */
    record Slot(int index, String symbol) {
      public Slot {
        Objects.requireNonNull(symbol, "symbol");
      }
    }
  }

  /** No contents. */
  public static final Contents EMPTY = new Contents.Empty();

  public MapSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(linkage, "linkage");
    Objects.requireNonNull(contents, "contents");
  }

  /** A map on no particular memory node, whose symbol is global. */
  public MapSpec(
      String name,
      MapType type,
      int keySize,
      int valueSize,
      int maxEntries,
      int flags,
      long extra,
      boolean pinByName,
      int keyType,
      int valueType,
      MapSpec inner,
      Contents contents) {
    this(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        0,
        pinByName,
        keyType,
        valueType,
        Linkage.GLOBAL,
        inner,
        contents);
  }

  /** A plain map without flags, BTF or contents. */
  public static MapSpec of(String name, MapType type, int keySize, int valueSize, int maxEntries) {
    return builder(name, type).sizes(keySize, valueSize).maxEntries(maxEntries).build();
  }

  /** A builder of a map: sizes are 0, and whatever is optional is absent. */
  public static Builder builder(String name, MapType type) {
    return new Builder(name, type);
  }

  /** A builder that starts as this map. */
  public Builder toBuilder() {
    return new Builder(name, type)
        .sizes(keySize, valueSize)
        .maxEntries(maxEntries)
        .flags(flags)
        .extra(extra)
        .numaNode(numaNode)
        .pinByName(pinByName)
        .types(keyType, valueType)
        .linkage(linkage)
        .inner(inner)
        .contents(contents);
  }

  /** This map with other contents. */
  public MapSpec withContents(Contents newContents) {
    return toBuilder().contents(newContents).build();
  }

  /** This map under another name. */
  public MapSpec withName(String newName) {
    return toBuilder().name(newName).build();
  }

  /** This map with another template of its inner map, or null. */
  public MapSpec withInner(MapSpec newInner) {
    return toBuilder().inner(newInner).build();
  }

  /** Whether this is a section of global variables. */
  public boolean isGlobalData() {
    return contents instanceof Contents.GlobalData;
  }

  /** Whether the loader leaves it out unless asked for: an optional struct_ops map. */
  public boolean isOptional() {
    return contents instanceof Contents.StructOps ops && ops.optional();
  }

  /** Builds a map; the setters are named after the record's components. Not thread-safe. */
  public static final class Builder {
    private String name;
    private final MapType type;
    private int keySize;
    private int valueSize;
    private int maxEntries;
    private int flags;
    private long extra;
    private int numaNode;
    private boolean pinByName;
    private int keyType;
    private int valueType;
    private Linkage linkage = Linkage.GLOBAL;
    private MapSpec inner;
    private Contents contents = EMPTY;

    private Builder(String name, MapType type) {
      this.name = name;
      this.type = type;
    }

    /** Sets the name. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** Sets the sizes of key and value, in bytes. */
    public Builder sizes(int key, int value) {
      keySize = key;
      valueSize = value;
      return this;
    }

    /** Sets how many elements it holds at most. */
    public Builder maxEntries(int value) {
      maxEntries = value;
      return this;
    }

    /** Sets BPF_F_* of map creation. */
    public Builder flags(int value) {
      flags = value;
      return this;
    }

    /** Sets {@code map_extra}. */
    public Builder extra(long value) {
      extra = value;
      return this;
    }

    /** Sets the memory node. */
    public Builder numaNode(int value) {
      numaNode = value;
      return this;
    }

    /** Sets whether LIBBPF_PIN_BY_NAME is asked for. */
    public Builder pinByName(boolean value) {
      pinByName = value;
      return this;
    }

    /** Sets the BTF ids of key and value, 0 for none. */
    public Builder types(int key, int value) {
      keyType = key;
      valueType = value;
      return this;
    }

    /** Sets the linkage of its symbol. */
    public Builder linkage(Linkage value) {
      linkage = value;
      return this;
    }

    /** Sets the template of the inner map, or null. */
    public Builder inner(MapSpec value) {
      inner = value;
      return this;
    }

    /** Sets what it holds at first. */
    public Builder contents(Contents value) {
      contents = value;
      return this;
    }

    /** The map. */
    public MapSpec build() {
      return new MapSpec(
          name,
          type,
          keySize,
          valueSize,
          maxEntries,
          flags,
          extra,
          numaNode,
          pinByName,
          keyType,
          valueType,
          linkage,
          inner,
          contents);
    }
  }
}
