package io.bpf4j.spec.conformance;

import java.util.List;
import java.util.TreeSet;

/**
 * Instructions, and what they make of registers and memory.
 *
 * @param file where it stands
 * @param title what it is about
 * @param code its instructions, as text
 * @param functions what follows the program's end
 * @param withoutKernel why the kernel does not run it, null where it does
 * @param rows at least one
 */
record ConformanceCase(
    String file,
    String title,
    List<String> code,
    List<String> functions,
    String withoutKernel,
    List<ConformanceRow> rows) {
  private static final String BEGIN =
      """
        r6 = r1
        *(u32 *)(r10 - 4) = 0
        r1 = io ll
        r2 = r10
        r2 += -4
        call 1
        if r0 != 0 goto begin_
        r0 = 0
        exit
      begin_:
        *(u64 *)(r10 - 16) = r0
        r9 = r0
        r9 += 80
      """;

  /** The case as a program: it loads the registers from the map io and stores them there. */
  String program() {
    StringBuilder text = new StringBuilder(BEGIN);
    TreeSet<Integer> in = new TreeSet<>();
    TreeSet<Integer> out = new TreeSet<>();
    rows.forEach(row -> in.addAll(row.in().registers().keySet()));
    rows.forEach(row -> out.addAll(row.out().registers().keySet()));
    in.descendingSet().forEach(r -> line(text, "r" + r + " = *(u64 *)(r0 + " + 8 * r + ")"));
    code.forEach(line -> text.append(line).append('\n'));
    if (rows.stream().anyMatch(row -> row.returned() == null)) {
      end(text, out);
    }
    functions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static void end(StringBuilder text, TreeSet<Integer> out) {
    if (out.contains(0)) {
      line(text, "*(u64 *)(r10 - 24) = r0");
    }
    line(text, "r0 = *(u64 *)(r10 - 16)");
    for (int r : out.tailSet(1)) {
      line(text, "*(u64 *)(r0 + " + 8 * r + ") = r" + r);
    }
    if (out.contains(0)) {
      line(text, "r1 = *(u64 *)(r10 - 24)");
      line(text, "*(u64 *)(r0 + 0) = r1");
    }
    line(text, "r0 = " + ConformanceRow.WENT_THROUGH);
    line(text, "exit");
  }

  private static void line(StringBuilder text, String instruction) {
    text.append("  ").append(instruction).append('\n');
  }

  @Override
  public String toString() {
    return file + ": " + title;
  }
}
