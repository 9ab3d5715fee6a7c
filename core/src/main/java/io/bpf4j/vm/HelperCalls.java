package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The helpers that the VM has (uapi/linux/bpf.h, {@code enum bpf_func_id}); tail_call is the
 * interpreter's.
 */
final class HelperCalls {
  private static final int MAX_FORMAT_ARGUMENTS = 12;

  private final Memory memory;
  private final PacketBytes packet;
  private final LongSupplier clock;
  private final Consumer<String> printer;
  private final int processor;
  private long random;

  HelperCalls(
      Memory memory,
      PacketBytes packet,
      LongSupplier clock,
      long seed,
      int processor,
      Consumer<String> printer) {
    this.memory = memory;
    this.packet = packet;
    this.clock = clock;
    this.random = seed;
    this.processor = processor;
    this.printer = printer;
  }

  /** Calls a helper with R1 to R5; returns what R0 becomes. */
  long call(int id, long[] r) {
    Helper helper = Helper.of(id);
    if (helper == null) {
      throw FaultSignal.of(Fault.Kind.UNSUPPORTED, "helper " + id + " is not known");
    }
    return switch (helper) {
      case MAP_LOOKUP_ELEM -> lookup(r[1], r[2]);
      case MAP_UPDATE_ELEM -> update(r[1], r[2], r[3], r[4]);
      case MAP_DELETE_ELEM -> delete(r[1], r[2]);
      case KTIME_GET_NS, KTIME_GET_BOOT_NS -> clock.getAsLong();
      case GET_PRANDOM_U32 -> nextRandom();
      case GET_SMP_PROCESSOR_ID -> processor;
      case TRACE_PRINTK -> print(r);
      case TRACE_VPRINTK -> printArray(r);
      case SKB_LOAD_BYTES -> packet.loadBytes((int) r[2], r[3], (int) r[4]);
      case XDP_ADJUST_HEAD -> packet.adjustHead((int) r[2]);
      case XDP_ADJUST_TAIL -> packet.adjustTail((int) r[2]);
      case XDP_ADJUST_META -> packet.adjustMeta((int) r[2]);
      default ->
          throw FaultSignal.of(
              Fault.Kind.UNSUPPORTED, "the VM has no helper " + helper.cName() + " (" + id + ")");
    };
  }

  private long lookup(long mapAddress, long keyAddress) {
    MapStore map = memory.mapAt(mapAddress);
    Region key = memory.readable(keyAddress, map.spec.keySize());
    int offset = map.lookup(key.bytes, Memory.offsetOf(keyAddress));
    return offset < 0 ? 0 : map.elementsAddress + offset;
  }

  private long update(long mapAddress, long keyAddress, long valueAddress, long flags) {
    MapStore map = memory.mapAt(mapAddress);
    requireWritable(map, mapAddress);
    Region key = memory.readable(keyAddress, map.spec.keySize());
    Region value = memory.readable(valueAddress, map.spec.valueSize());
    int keyOffset = Memory.offsetOf(keyAddress);
    return map.update(key.bytes, keyOffset, value.bytes, Memory.offsetOf(valueAddress), flags);
  }

  private long delete(long mapAddress, long keyAddress) {
    MapStore map = memory.mapAt(mapAddress);
    requireWritable(map, mapAddress);
    Region key = memory.readable(keyAddress, map.spec.keySize());
    return map.delete(key.bytes, Memory.offsetOf(keyAddress));
  }

  private void requireWritable(MapStore map, long address) {
    if (map.elements().writeEnd == 0 && map.elements().stride != 0) {
      throw Memory.badArgument(address, memory.regionOf(address), "is read-only for programs");
    }
  }

  /** SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same numbers everywhere. */
  private long nextRandom() {
    random += 0x9e3779b97f4a7c15L;
    long z = random;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return (z ^ z >>> 31) >>> 32;
  }

  private long print(long[] r) {
    return print(r[1], (int) r[2], new long[] {r[3], r[4], r[5]});
  }

  private long printArray(long[] r) {
    int size = (int) r[4];
    if (size < 0 || size > MAX_FORMAT_ARGUMENTS * 8 || size % 8 != 0) {
      return -MapStore.EINVAL;
    }
    long[] arguments = new long[size / 8];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = memory.load(r[3] + 8L * i, 8);
    }
    return print(r[1], (int) r[2], arguments);
  }

  private long print(long format, int size, long[] arguments) {
    if (size <= 0) {
      return -MapStore.EINVAL;
    }
    Region region = memory.readable(format, size);
    int start = Memory.offsetOf(format);
    // The size counts the terminating zero, which must be there.
    if (region.bytes[start + size - 1] != 0) {
      return -MapStore.EINVAL;
    }
    String text = new String(region.bytes, start, size - 1, StandardCharsets.UTF_8);
    String line = PrintFormat.format(memory, text, arguments);
    if (line == null) {
      return -MapStore.EINVAL;
    }
    printer.accept(line);
    return line.getBytes(StandardCharsets.UTF_8).length;
  }
}
