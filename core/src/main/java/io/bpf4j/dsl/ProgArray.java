package io.bpf4j.dsl;

import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table of programs of one type, to go on in: the targets of tail calls.
 *
 * @param <P> the class of the programs' bodies
 */
public final class ProgArray<P extends ProgramScope<P>> extends MapHandle {
  private static final int BYTES = 4;

  private final Map<Integer, String> slots = new TreeMap<>();

  ProgArray(Bpf bpf, String name, int maxEntries) {
    super(bpf, name, MapType.PROG_ARRAY, maxEntries);
  }

  /**
   * Puts a program in a slot; the loader fills it before the object's programs run.
   *
   * @throws io.bpf4j.AssemblyException where the array has no such slot, or it is taken
   */
  public void set(int index, Program<P> program) {
    requireSlot(index);
    String before = slots.putIfAbsent(index, program.name());
    if (before != null) {
      throw Source.error("slot " + index + " of " + name() + " already holds " + before);
    }
  }

  void requireSlot(int index) {
    if (index < 0 || index >= maxEntries()) {
      throw Source.error(name() + " has slots 0.." + (maxEntries() - 1) + ", not " + index);
    }
  }

  @Override
  MapSpec spec(BtfBuilder btf) {
    List<MapSpec.Contents.Slot> filled =
        slots.entrySet().stream()
            .map(slot -> new MapSpec.Contents.Slot(slot.getKey(), slot.getValue()))
            .toList();
    int number = BtfTypes.of(Types.U32, btf);
    return new MapSpec(
        name(),
        type(),
        BYTES,
        BYTES,
        maxEntries(),
        0,
        0,
        false,
        number,
        number,
        null,
        filled.isEmpty() ? MapSpec.EMPTY : new MapSpec.Contents.Slots(filled));
  }
}
