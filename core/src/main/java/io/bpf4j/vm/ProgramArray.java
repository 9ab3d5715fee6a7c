package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.TreeMap;

/** A prog array: tail calls only, no memory behind it. */
final class ProgramArray extends MapStore {
  private final Region elements;
  private final TreeMap<Integer, String> slots = new TreeMap<>();

  ProgramArray(MapSpec spec) {
    super(spec);
    elements = Region.opaque("map " + spec.name());
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
  Region elements() {
    return elements;
  }

  @Override
  int lookup(byte[] bytes, int keyOffset) {
    throw onlyTailCalls();
  }

  @Override
  int update(byte[] keys, int keyOffset, byte[] values, int valueOffset, long flags) {
    throw onlyTailCalls();
  }

  @Override
  int delete(byte[] bytes, int keyOffset) {
    throw onlyTailCalls();
  }

  private FaultSignal onlyTailCalls() {
    return FaultSignal.of(
        Fault.Kind.BAD_ARGUMENT,
        "map " + spec.name() + " is a prog array: only tail_call takes it");
  }

  @Override
  int nextPlace(int place) {
    Integer following = slots.higherKey(place);
    return following == null ? -1 : following;
  }

  @Override
  byte[] keyAt(int place) {
    return new byte[] {
      (byte) place, (byte) (place >> 8), (byte) (place >> 16), (byte) (place >> 24)
    };
  }
}
