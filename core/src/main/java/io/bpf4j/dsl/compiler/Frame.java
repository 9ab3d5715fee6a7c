package io.bpf4j.dsl.compiler;

import io.bpf4j.AssemblyException;
import io.bpf4j.dsl.ir.StackSlot;
import io.bpf4j.isa.SourceLine;
import java.util.LinkedHashMap;
import java.util.Map;

/** The stack frame of a function: where each slot is, relative to R10. */
final class Frame {
  /** MAX_BPF_STACK (kernel: include/linux/filter.h). */
  static final int LIMIT = 512;

  private final SourceLine declared;
  private final Map<StackSlot, Integer> offsets = new LinkedHashMap<>();
  private int size;

  Frame(SourceLine declared) {
    this.declared = declared;
  }

  /** The slot's offset from R10, negative; it is given a place when first asked for. */
  int offsetOf(StackSlot slot) {
    Integer known = offsets.get(slot);
    if (known != null) {
      return known;
    }
    int alignment = slot.alignment();
    size = (size + slot.size() + alignment - 1) / alignment * alignment;
    if (size > LIMIT) {
      offsets.put(slot, -size);
      throw new AssemblyException(
          declared.file(),
          declared.line(),
          "the stack holds "
              + LIMIT
              + " bytes, and this function needs at least "
              + size
              + ": "
              + offsets.keySet()
              + "; keep fewer values alive at once, or large ones in a map");
    }
    offsets.put(slot, -size);
    return -size;
  }
}
