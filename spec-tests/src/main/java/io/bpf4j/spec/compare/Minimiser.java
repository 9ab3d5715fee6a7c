package io.bpf4j.spec.compare;

import io.bpf4j.AssemblyException;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeElement;
import io.bpf4j.isa.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Drops instructions from a program as long as what is interesting about it stays. */
public final class Minimiser {
  private final Predicate<Code> interesting;

  /**
   * A minimiser.
   *
   * @param interesting whether smaller code still shows what is looked for
   */
  public Minimiser(Predicate<Code> interesting) {
    this.interesting = interesting;
  }

  /** Code from which no single instruction, and no stretch of them, can be dropped. */
  public Code minimise(Code code) {
    Code smallest = code;
    int before;
    do {
      before = smallest.slots();
      for (int length = Math.max(1, before / 2); length >= 1; length /= 2) {
        smallest = dropEach(smallest, length);
      }
    } while (smallest.slots() < before);
    return smallest;
  }

  private Code dropEach(Code code, int length) {
    Code smallest = code;
    // From the end: what comes late depends on what comes early.
    for (int from = code.instructions().size() - length; from >= 0; from--) {
      Code smaller = without(smallest, from, length);
      if (smaller != null && interesting.test(smaller)) {
        smallest = smaller;
      }
    }
    return smallest;
  }

  /** The code without some instructions, or null where jumps are left without a target. */
  private static Code without(Code code, int from, int length) {
    List<CodeElement> kept = new ArrayList<>();
    int index = 0;
    for (CodeElement element : code.elements()) {
      boolean dropped = !(element instanceof Label) && index >= from && index < from + length;
      index += element instanceof Label ? 0 : 1;
      if (!dropped) {
        kept.add(element);
      }
    }
    if (index < from + length || kept.stream().allMatch(Label.class::isInstance)) {
      return null;
    }
    try {
      return Code.build(builder -> kept.forEach(builder::with));
    } catch (AssemblyException jumpToTheEnd) {
      return null;
    }
  }
}
