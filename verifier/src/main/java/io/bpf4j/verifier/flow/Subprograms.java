package io.bpf4j.verifier.flow;

import io.bpf4j.object.FunctionEntry;
import java.util.Arrays;
import java.util.List;

/** The functions of a program: where each begins and what it is called. */
public final class Subprograms {
  private final int[] starts;
  private final FunctionEntry[] entries;
  private final int end;
  private final boolean[] tailCalls;

  Subprograms(int[] starts, List<FunctionEntry> known, int end) {
    this.starts = starts;
    this.end = end;
    this.tailCalls = new boolean[starts.length];
    this.entries = new FunctionEntry[starts.length];
    for (FunctionEntry entry : known) {
      int index = indexAt(entry.pc());
      if (index >= 0) {
        entries[index] = entry;
      }
    }
  }

  public int count() {
    return starts.length;
  }

  public int start(int index) {
    return starts[index];
  }

  /** The slot after the last one. */
  public int end(int index) {
    return index + 1 < starts.length ? starts[index + 1] : end;
  }

  /** The subprogram that begins at {@code pc}, or -1. */
  public int indexAt(int pc) {
    int index = Arrays.binarySearch(starts, pc);
    return index < 0 ? -1 : index;
  }

  /** The subprogram that {@code pc} lies in. */
  public int containing(int pc) {
    int index = Arrays.binarySearch(starts, pc);
    return index < 0 ? -index - 2 : index;
  }

  /** What is known of a subprogram from the object, or null. */
  public FunctionEntry entry(int index) {
    return entries[index];
  }

  /** Its symbol, or {@code "func#N"} where it has none. */
  public String name(int index) {
    return entries[index] == null ? "func#" + index : entries[index].name();
  }

  public boolean hasTailCall(int index) {
    return tailCalls[index];
  }

  public boolean anyTailCall() {
    for (boolean has : tailCalls) {
      if (has) {
        return true;
      }
    }
    return false;
  }

  void markTailCall(int index) {
    tailCalls[index] = true;
  }
}
