package io.bpf4j.vm;

import io.bpf4j.kernel.ContextAccess;
import io.bpf4j.kernel.ContextLayout;

/** What a layout allows, by offset and width, as the main loop can look it up. */
final class AccessTable {
  private static final ContextAccess[] ACCESSES = ContextAccess.values();
  private static final int WIDTHS = 4;

  private final byte[] reads;
  private final boolean[] writes;

  AccessTable(ContextLayout layout) {
    reads = new byte[layout.size() * WIDTHS];
    writes = new boolean[layout.size() * WIDTHS];
    for (int offset = 0; offset < layout.size(); offset++) {
      for (int log = 0; log < WIDTHS; log++) {
        int width = 1 << log;
        boolean inside = offset + width <= layout.size();
        ContextAccess read = layout.access(offset, width, false);
        reads[offset * WIDTHS + log] = (byte) (inside ? read : ContextAccess.DENIED).ordinal();
        writes[offset * WIDTHS + log] =
            inside && layout.access(offset, width, true) != ContextAccess.DENIED;
      }
    }
  }

  /** What a read of 1, 2, 4 or 8 bytes gives. */
  ContextAccess read(int offset, int width) {
    int at = index(offset, width);
    return at < 0 ? ContextAccess.DENIED : ACCESSES[reads[at]];
  }

  boolean allowsWrite(int offset, int width) {
    int at = index(offset, width);
    return at >= 0 && writes[at];
  }

  private int index(int offset, int width) {
    int at = offset * WIDTHS + Integer.numberOfTrailingZeros(width);
    return offset < 0 || offset >= reads.length / WIDTHS ? -1 : at;
  }
}
