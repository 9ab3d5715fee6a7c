package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;
import java.nio.charset.StandardCharsets;

/** Helpers that print. */
final class PrintHelpers {
  private static final int MAX_ARGUMENTS = 12;

  private final Memory memory;
  private final Environment environment;

  PrintHelpers(Memory memory, Environment environment) {
    this.memory = memory;
    this.environment = environment;
  }

  void addTo(HelperTable table) {
    table.put(Helper.TRACE_PRINTK, this::print);
    table.put(Helper.TRACE_VPRINTK, this::printArray);
  }

  private long print(long[] r) {
    return print(r[1], (int) r[2], new long[] {r[3], r[4], r[5]});
  }

  private long printArray(long[] r) {
    int size = (int) r[4];
    if (size < 0 || size > MAX_ARGUMENTS * 8 || size % 8 != 0) {
      return -Errno.EINVAL;
    }
    long[] arguments = new long[size / 8];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = memory.load(r[3] + 8L * i, 8);
    }
    return print(r[1], (int) r[2], arguments);
  }

  private long print(long format, int size, long[] arguments) {
    if (size <= 0) {
      return -Errno.EINVAL;
    }
    Region region = memory.readable(format, size);
    int start = Memory.offsetOf(format);
    // The size counts the terminating zero, which must be there.
    if (region.bytes[start + size - 1] != 0) {
      return -Errno.EINVAL;
    }
    String text = new String(region.bytes, start, size - 1, StandardCharsets.UTF_8);
    String line = PrintFormat.format(memory, text, arguments);
    if (line == null) {
      return -Errno.EINVAL;
    }
    environment.printer.accept(line);
    return line.getBytes(StandardCharsets.UTF_8).length;
  }
}
