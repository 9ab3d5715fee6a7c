package io.bpf4j.verifier.flow;

import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.verifier.domain.PointerOffset;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import java.util.HashSet;
import java.util.Set;

/** Addresses of bytes in a map's value: they must lie in it, whether or not a path leads there. */
final class MapReferences {
  private MapReferences() {}

  static void check(ObjectSpec object, Instruction[] at) {
    for (int pc = 0; pc < at.length; pc++) {
      if (at[pc] instanceof LoadImm64 load
          && load.value() instanceof Imm64.MapValueReference reference) {
        MapSpec map = object.map(reference.map()).orElse(null);
        if (map != null) {
          check(pc, map, reference.offset());
        }
      }
    }
  }

  /** How many different maps the program uses. */
  static int count(Instruction[] at) {
    Set<String> maps = new HashSet<>();
    for (Instruction instruction : at) {
      if (instruction instanceof LoadImm64 load) {
        if (load.value() instanceof Imm64.MapReference reference) {
          maps.add(reference.map());
        } else if (load.value() instanceof Imm64.MapValueReference reference) {
          maps.add(reference.map());
        }
      }
    }
    return maps.size();
  }

  private static void check(int pc, MapSpec map, int offset) {
    if (Integer.toUnsignedLong(offset) >= PointerOffset.LIMIT) {
      throw refuse(
          pc,
          "direct value offset of " + Integer.toUnsignedString(offset) + " is not allowed",
          "the offset must be less than 2^29");
    }
    if (Integer.compareUnsigned(offset, map.valueSize()) >= 0 || map.maxEntries() != 1) {
      throw refuse(
          pc,
          "invalid access to map value pointer, value_size=" + map.valueSize() + " off=" + offset,
          map.maxEntries() != 1
              ? "map " + map.name() + " has more than one value"
              : "the value of map " + map.name() + " has " + map.valueSize() + " bytes");
    }
  }

  private static Refusal refuse(int pc, String message, String detail) {
    return new Refusal(Rule.MAP_VALUE_BOUNDS, pc, message, detail);
  }
}
