package io.bpf4j.elf.maps;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A map as its BTF defines it: a struct whose members are attributes (convention of libbpf's
 * bpf_helpers.h: {@code __uint}, {@code __type}, {@code __array}, {@code __ulong}).
 *
 * @param spec the map, without contents
 * @param valuesOffset where its {@code values} begin in the struct, in bytes; -1 where it has none
 * @param size of the struct in bytes
 */
public record MapDefinition(MapSpec spec, int valuesOffset, int size) {
  private static final int SLOT_BYTES = 4;

  /** Every member is a pointer, or an enum as large as one. */
  private static final int POINTER_BYTES = 8;

  /**
   * Reads a definition.
   *
   * @param btf the types; type ids in the result are of these
   * @param type id of the struct, or of a typedef or variable of it
   * @param name the map's name
   * @throws MalformedException where the type is no definition of a map
   */
  public static MapDefinition of(Btf btf, int type, String name) {
    return new Reader(btf, name, false).read(type);
  }

  /** One definition being read. */
  private static final class Reader {
    private final Btf btf;
    private final String name;
    private final boolean inner;
    private int numaNode;
    private final Set<String> seen = new HashSet<>();
    private MapType type;
    private int keySize;
    private int valueSize;
    private int maxEntries;
    private int flags;
    private long extra;
    private boolean pinByName;
    private int keyType;
    private int valueType;
    private MapSpec innerSpec;
    private int valuesOffset = -1;

    Reader(Btf btf, String name, boolean inner) {
      this.btf = btf;
      this.name = name;
      this.inner = inner;
    }

    MapDefinition read(int id) {
      boolean variable = btf.has(id) && btf.type(id) instanceof BtfType.Var;
      int resolved = btf.resolve(variable ? ((BtfType.Var) btf.type(id)).type() : id);
      if (resolved == 0
          || !(btf.type(resolved) instanceof BtfType.Struct struct)
          || struct.union()) {
        throw fail("its type " + id + " is no struct");
      }
      if (struct.size() > struct.members().size() * POINTER_BYTES) {
        throw fail("its struct of " + struct.size() + " bytes is larger than its members");
      }
      for (BtfType.Member member : struct.members()) {
        attribute(member);
      }
      if (type == null) {
        throw fail("has no type");
      }
      MapSpec spec =
          MapSpec.builder(name, type)
              .sizes(keySize, valueSize)
              .maxEntries(maxEntries)
              .flags(flags)
              .extra(extra)
              .numaNode(numaNode)
              .pinByName(pinByName)
              .types(keyType, valueType)
              .inner(innerSpec)
              .build();
      return new MapDefinition(spec, valuesOffset, struct.size());
    }

    private void attribute(BtfType.Member member) {
      int id = member.type();
      // Also bounds the work: a struct of as many inner maps as fit would be read for hours.
      if (!seen.add(member.name())) {
        throw fail("attribute " + member.name() + " is there twice");
      }
      switch (member.name()) {
        case "type" -> {
          type = MapType.of(uint(id));
          if (type == null) {
            throw fail("unknown map type " + uint(id));
          }
        }
        case "max_entries" -> maxEntries = uint(id);
        case "map_flags" -> flags = uint(id);
        case "map_extra" -> extra = ulong(id);
        case "key_size" -> keySize = agree("key_size", keySize, uint(id));
        case "value_size" -> valueSize = agree("value_size", valueSize, uint(id));
        case "key" -> {
          keyType = pointed(id, "key");
          keySize = agree("key", keySize, sizeOf(keyType));
        }
        case "value" -> {
          valueType = pointed(id, "value");
          valueSize = agree("value", valueSize, sizeOf(valueType));
        }
        case "pinning" -> pinning(uint(id));
        case "numa_node" -> numaNode = uint(id);
        case "values" -> values(member);
        default -> throw fail("unknown attribute " + member.name());
      }
    }

    private void pinning(int value) {
      if (value < 0 || value > 1 || inner && value == 1) {
        throw fail("pinning " + value + " is not known here");
      }
      pinByName = value == 1;
    }

    private void values(BtfType.Member member) {
      if (inner) {
        throw fail("an inner map cannot have values");
      }
      int array = btf.resolve(member.type());
      if (array == 0 || !(btf.type(array) instanceof BtfType.Array values)) {
        throw fail("values are no array");
      }
      valuesOffset = member.bitOffset() / 8;
      valueSize = agree("values", valueSize, SLOT_BYTES);
      int target = btf.resolve(pointed(values.element(), "values"));
      if (type == MapType.PROG_ARRAY) {
        if (target == 0 || !(btf.type(target) instanceof BtfType.FuncProto)) {
          throw fail("values are no pointers to functions");
        }
      } else if (type == MapType.ARRAY_OF_MAPS || type == MapType.HASH_OF_MAPS) {
        innerSpec = new Reader(btf, name + ".inner", true).read(target).spec();
      } else {
        throw fail("values stand before its type, or its type takes none");
      }
    }

    /** {@code __uint}: a pointer to an array whose length is the number. */
    private int uint(int id) {
      int array = btf.resolve(pointed(id, "a number"));
      if (array == 0 || !(btf.type(array) instanceof BtfType.Array number)) {
        throw fail("type " + id + " is no number: not a pointer to an array");
      }
      return number.length();
    }

    /** {@code __ulong}: an enum with one value; older headers use {@code __uint}. */
    private long ulong(int id) {
      int resolved = btf.resolve(id);
      List<BtfType.EnumValue> values = List.of();
      if (resolved != 0 && btf.type(resolved) instanceof BtfType.Enum narrow) {
        values = narrow.values();
      } else if (resolved != 0 && btf.type(resolved) instanceof BtfType.Enum64 wide) {
        values = wide.values();
      }
      return values.size() == 1 ? values.get(0).value() : uint(id);
    }

    private int pointed(int id, String what) {
      int pointer = btf.resolve(id);
      if (pointer == 0 || !(btf.type(pointer) instanceof BtfType.Ptr ptr)) {
        throw fail(what + " is no pointer");
      }
      return ptr.type();
    }

    private int sizeOf(int id) {
      return (int) btf.sizeOf(id);
    }

    private int agree(String what, int before, int now) {
      if (before != 0 && before != now) {
        throw fail(what + " says " + now + " bytes where it said " + before + " before");
      }
      return now;
    }

    private MalformedException fail(String reason) {
      return new MalformedException(".maps", -1, "map " + name + ": " + reason);
    }
  }
}
