package io.bpf4j.vm;

import io.bpf4j.object.MapSpec;
import java.util.Arrays;

/**
 * The values of a map, by place; a per-CPU map has one for each processor in every place. Memory
 * grows with what is used.
 */
final class Elements {
  /** Address of the region's offset 0. */
  final long address;

  final SpecialFields fields;

  /** Whether each processor has a value of its own. */
  final boolean perProcessor;

  private final Region region;
  private final Machine machine;
  private final int valueSize;
  private final int stride;
  private final int processors;
  private final int most;
  private int places;

  /**
   * Makes the values of a map.
   *
   * @param most how many places there may be
   */
  Elements(MapSpec spec, SpecialFields fields, Machine machine, boolean perProcessor, int most) {
    this.fields = fields;
    this.machine = machine;
    this.perProcessor = perProcessor;
    this.most = most;
    valueSize = spec.valueSize();
    stride = strideOf(valueSize);
    processors = perProcessor ? machine.environment().processors : 1;
    boolean writable = !MapFlags.isReadOnly(spec);
    region = Region.elements("map " + spec.name(), stride, valueSize, writable);
    address = machine.memory().add(region);
  }

  /** How the distance of values comes from their size: kernel maps round up to 8. */
  static int strideOf(int valueSize) {
    return Math.max(8, (valueSize + 7) & ~7);
  }

  /** The length of an array for {@code wanted} elements: at least doubled, within limits. */
  static int grownLength(int wanted, int current, int most) {
    return (int) Math.min(most, Math.max(Math.max(wanted, 8), current * 2L));
  }

  int processors() {
    return processors;
  }

  /** Makes memory for the places before {@code wanted}. */
  void reserve(int wanted) {
    if (wanted > places) {
      places = grownLength(wanted, places, most);
      region.grow(Arrays.copyOf(region.bytes, places * processors * stride));
    }
  }

  /** Offset of a place's value for the current processor. */
  int offset(int place) {
    return processors == 1 ? place * stride : offset(place, machine.environment().processor);
  }

  int offset(int place, int processor) {
    return (place * processors + processor) * stride;
  }

  byte[] bytes() {
    return region.bytes;
  }

  /** Sets the current processor's value, except for the kernel's own fields. */
  void set(int place, byte[] values, int valueOffset) {
    copy(values, valueOffset, offset(place));
  }

  void set(int place, int processor, byte[] value) {
    copy(value, 0, offset(place, processor));
  }

  private void copy(byte[] values, int valueOffset, int offset) {
    if (fields.isEmpty()) {
      System.arraycopy(values, valueOffset, region.bytes, offset, valueSize);
    } else {
      fields.copy(values, valueOffset, region.bytes, offset, valueSize);
    }
  }

  /** Sets a place's values on all processors to zeros. */
  void clear(int place) {
    int start = offset(place, 0);
    Arrays.fill(region.bytes, start, start + processors * stride, (byte) 0);
  }

  /** Ends what the kernel's own fields of a value stand for, as an update and a deletion do. */
  void release(int place) {
    if (fields.timer() >= 0) {
      int offset = offset(place);
      machine.timers().free(address + offset + fields.timer());
    }
  }

  /** A copy of a value as user space reads it: the kernel's own fields are zeros. */
  byte[] copyOf(int place, int processor) {
    int start = offset(place, processor);
    byte[] value = Arrays.copyOfRange(region.bytes, start, start + valueSize);
    fields.clear(value, 0);
    return value;
  }
}
