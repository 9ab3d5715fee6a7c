package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** Helpers that print, to the VM's printer or into memory. */
final class PrintHelpers {
  /** Kernel: MAX_BPRINTF_VARARGS. */
  private static final int MAX_ARGUMENTS = 12;

  /** Kernel: MAX_TRACE_PRINTK_LINE_MAX. */
  private static final int MAX_LINE = 1024;

  private final Memory memory;
  private final Environment environment;
  private final PrintFormat format;
  private final long[] arguments = new long[MAX_ARGUMENTS];

  PrintHelpers(Memory memory, Environment environment) {
    this.memory = memory;
    this.environment = environment;
    format = new PrintFormat(memory, environment);
  }

  void addTo(HelperTable table) {
    table.put(Helper.TRACE_PRINTK, this::print);
    table.put(Helper.TRACE_VPRINTK, this::printArray);
    table.put(Helper.SNPRINTF, this::printToMemory);
    for (Helper helper : new Helper[] {Helper.SEQ_PRINTF, Helper.SEQ_WRITE}) {
      table.refuse(helper, "it has no iterators to write to");
    }
    for (Helper helper : new Helper[] {Helper.SNPRINTF_BTF, Helper.SEQ_PRINTF_BTF}) {
      table.refuse(helper, "it has no types of the kernel");
    }
  }

  private long print(long[] r) {
    System.arraycopy(r, 3, arguments, 0, 3);
    return print(r[1], (int) r[2], 3);
  }

  private long printArray(long[] r) {
    int count = load(r[3], (int) r[4]);
    return count < 0 ? count : print(r[1], (int) r[2], count);
  }

  private long print(long address, int size, int count) {
    int length = format.format(address, size, arguments, count, MAX_LINE);
    if (length >= 0) {
      environment.printer.accept(format.text());
    }
    return length;
  }

  private long printToMemory(long[] r) {
    int size = (int) r[2];
    int count = load(r[4], (int) r[5]);
    if (count < 0) {
      return count;
    }
    Region target = size == 0 ? null : memory.writable(r[1], size);
    Region text = memory.regionOf(r[3]);
    int length = format.format(r[3], text.end - Memory.offsetOf(r[3]), arguments, count, size);
    if (length < 0) {
      return length;
    }
    if (target != null) {
      format.copyTo(target.bytes, Memory.offsetOf(r[1]), size);
    }
    return length + 1;
  }

  /** Reads an array of arguments; returns how many, or a negated error number. */
  private int load(long address, int size) {
    if (size < 0 || size > MAX_ARGUMENTS * 8 || size % 8 != 0) {
      return -Errno.EINVAL;
    }
    for (int i = 0; i < size / 8; i++) {
      arguments[i] = memory.load(address + 8L * i, 8);
    }
    return size / 8;
  }
}
