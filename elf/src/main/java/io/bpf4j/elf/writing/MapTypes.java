package io.bpf4j.elf.writing;

import io.bpf4j.LinkException;
import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.Param;
import io.bpf4j.elf.maps.MapDefinition;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.util.ArrayList;
import java.util.List;

/** Gives every map of .maps the struct that defines it, and the section its DATASEC. */
final class MapTypes {
  static final String SECTION = ".maps";
  private static final int SLOT_BYTES = 8;

  /** A slot takes place in the file for itself and for all before it. */
  private static final int MAX_BYTES = 64 << 20;

  private final BtfBuilder builder;
  private final Btf base;

  MapTypes(BtfBuilder builder, Btf base) {
    this.builder = builder;
    this.base = base;
  }

  /** Adds what is missing, in order of the maps. */
  void add(List<MapSpec> maps) {
    List<BtfType.SectionVar> places = new ArrayList<>();
    long offset = 0;
    for (MapSpec map : maps) {
      int var = existing(map);
      if (var == 0) {
        int struct = definition(map, false);
        var = builder.var(map.name(), struct, BtfType.Linkage.GLOBAL);
        checkSays(map, struct);
      }
      long size = size(map, var);
      places.add(new BtfType.SectionVar(var, (int) offset, (int) size));
      offset += size;
      if (offset > MAX_BYTES) {
        throw new LinkException(map.name(), "its slots need more than " + MAX_BYTES + " bytes");
      }
    }
    int section = base.findId(BtfType.DataSec.class, SECTION);
    BtfType.DataSec type = new BtfType.DataSec(SECTION, (int) offset, places);
    if (section != 0) {
      builder.replace(section, type);
    } else if (!places.isEmpty()) {
      builder.add(type);
    }
  }

  /** The variable whose type defines the map already, or 0. */
  private int existing(MapSpec map) {
    int section = base.findId(BtfType.DataSec.class, SECTION);
    if (section == 0) {
      return 0;
    }
    for (BtfType.SectionVar place : ((BtfType.DataSec) base.type(section)).vars()) {
      boolean named =
          base.has(place.type())
              && base.type(place.type()) instanceof BtfType.Var var
              && var.name().equals(map.name());
      if (named) {
        MapDefinition found = MapDefinition.of(base, place.type(), map.name());
        boolean says = found.spec().equals(map.withContents(MapSpec.EMPTY));
        return says && (found.valuesOffset() >= 0 || !hasSlots(map)) ? place.type() : 0;
      }
    }
    return 0;
  }

  private long size(MapSpec map, int var) {
    int size = MapDefinition.of(builder.build(), var, map.name()).size();
    int end = hasSlots(map) ? slots(map).get(slots(map).size() - 1).index() + 1 : 0;
    return size + (long) end * SLOT_BYTES;
  }

  /** The struct that defines a map. */
  private int definition(MapSpec map, boolean inner) {
    List<Param> attributes = new ArrayList<>();
    number(attributes, map, "type", map.type().number());
    number(attributes, map, "max_entries", map.maxEntries());
    number(attributes, map, "map_flags", map.flags());
    if (map.extra() != 0) {
      attributes.add(new Param("map_extra", extra(map)));
    }
    if (map.keyType() != 0) {
      attributes.add(new Param("key", builder.pointer(map.keyType())));
    } else {
      number(attributes, map, "key_size", map.keySize());
    }
    boolean hasValues = map.inner() != null || hasSlots(map);
    if (map.valueType() != 0) {
      attributes.add(new Param("value", builder.pointer(map.valueType())));
    } else if (!hasValues) {
      number(attributes, map, "value_size", map.valueSize());
    }
    number(attributes, map, "numa_node", map.numaNode());
    number(attributes, map, "pinning", map.pinByName() ? 1 : 0);
    if (hasValues && !inner) {
      attributes.add(new Param("values", builder.array(builder.pointer(values(map)), 0)));
    }
    return builder.mapDefinition(attributes);
  }

  private void number(List<Param> attributes, MapSpec map, String name, int value) {
    if (value < 0) {
      throw new LinkException(
          map.name(), name + " " + (value & 0xffffffffL) + " is more than BTF can say");
    }
    if (value != 0) {
      attributes.add(new Param(name, builder.uint(value)));
    }
  }

  /** A number of up to 64 bits: {@code __ulong} of bpf_helpers.h. */
  private int extra(MapSpec map) {
    if (map.extra() == (int) map.extra() && map.extra() > 0) {
      return builder.uint((int) map.extra());
    }
    List<BtfType.EnumValue> value = List.of(new BtfType.EnumValue("map_extra", map.extra()));
    return builder.add(new BtfType.Enum64("", Long.BYTES, false, value));
  }

  /** What slots point to: a function, or the definition of the inner map. */
  private int values(MapSpec map) {
    if (map.type() == MapType.PROG_ARRAY) {
      return builder.funcProto(0, List.of());
    }
    if (map.inner() == null) {
      throw new LinkException(map.name(), "has slots but no inner map");
    }
    return definition(map.inner(), true);
  }

  /** What was said must be what the map is; sizes that contradict types cannot be said. */
  private void checkSays(MapSpec map, int struct) {
    MapSpec said = MapDefinition.of(builder.build(), struct, map.name()).spec();
    MapSpec inner = map.inner() == null ? null : map.inner().withName(map.name() + ".inner");
    if (!said.equals(map.withInner(inner).withContents(MapSpec.EMPTY))) {
      throw new LinkException(
          map.name(), "is not what its types say: it is " + map + ", they say " + said);
    }
  }

  static boolean hasSlots(MapSpec map) {
    return !slots(map).isEmpty();
  }

  static List<MapSpec.Contents.Slot> slots(MapSpec map) {
    return map.contents() instanceof MapSpec.Contents.Slots slots ? slots.slots() : List.of();
  }
}
