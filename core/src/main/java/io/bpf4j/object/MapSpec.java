package io.bpf4j.object;

import io.bpf4j.uapi.MapType;
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
 * @param pinByName whether LIBBPF_PIN_BY_NAME is asked for
 * @param keyType BTF id of the key's type, 0 where it has none
 * @param valueType BTF id of the value's type, 0 where it has none
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
    boolean pinByName,
    int keyType,
    int valueType,
    MapSpec inner,
    Contents contents) {

  /** BPF_F_RDONLY_PROG (uapi/linux/bpf.h): programs may only read the map. */
  public static final int FLAG_READ_ONLY_PROGRAM = 1 << 7;

  /** BPF_F_WRONLY_PROG (uapi/linux/bpf.h): programs may only write the map. */
  public static final int FLAG_WRITE_ONLY_PROGRAM = 1 << 8;

  /** BPF_F_MMAPABLE (uapi/linux/bpf.h). */
  public static final int FLAG_MMAPABLE = 1 << 10;

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
            && java.util.Arrays.equals(bytes, data.bytes);
      }

      @Override
      public int hashCode() {
        return 31 * java.util.Arrays.hashCode(bytes) + Boolean.hashCode(frozen);
      }

      @Override
      public String toString() {
        return "GlobalData[" + HexFormat.of().formatHex(bytes) + ", frozen=" + frozen + "]";
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
    Objects.requireNonNull(contents, "contents");
  }

  /** A plain map without flags, BTF or contents. */
  public static MapSpec of(String name, MapType type, int keySize, int valueSize, int maxEntries) {
    return new MapSpec(name, type, keySize, valueSize, maxEntries, 0, 0, false, 0, 0, null, EMPTY);
  }

  /** This map with other contents. */
  public MapSpec withContents(Contents newContents) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        pinByName,
        keyType,
        valueType,
        inner,
        newContents);
  }

  /** This map under another name. */
  public MapSpec withName(String newName) {
    return new MapSpec(
        newName,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        pinByName,
        keyType,
        valueType,
        inner,
        contents);
  }

  /** This map with another template of its inner map, or null. */
  public MapSpec withInner(MapSpec newInner) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        pinByName,
        keyType,
        valueType,
        newInner,
        contents);
  }

  /** Whether this is a section of global variables. */
  public boolean isGlobalData() {
    return contents instanceof Contents.GlobalData;
  }
}
