package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.TreeMap;

/** A prog array: tail calls only, no memory behind it. */
final class ProgramArray extends MapStore {
  private final Memory memory;
  private final TreeMap<Integer, String> slots = new TreeMap<>();

  ProgramArray(MapSpec spec, Memory memory) {
    super(spec);
    this.memory = memory;
    if (spec.contents() instanceof MapSpec.Contents.Slots filled) {
      filled.slots().forEach(slot -> slots.put(slot.index(), slot.symbol()));
    }
  }

  /** The name of the program in a slot, or null. */
  String programAt(long index) {
    return index >= spec.maxEntries() ? null : slots.get((int) index);
  }

  /** Fills a slot, or empties it where {@code program} is null. */
  void set(int index, String program) {
    if (program == null) {
      slots.remove(index);
    } else {
      slots.put(index, program);
    }
  }

  @Override
  int nextPlace(int place) {
    Integer following = slots.higherKey(place);
    return following == null ? -1 : following;
  }

  @Override
  void copyKey(int place, byte[] to, int offset) {
    memory.put(to, offset, 4, place);
  }
}
