package io.bpf4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a benchmark is to reach: a row of goals.tsv.
 *
 * @param figure the bound, in the benchmark's unit or in multiples of the reference's figure
 * @param reference the benchmark that it is compared with, or null
 * @param bytes at most so many bytes a call, NaN for no bound
 */
record Goal(double figure, String reference, double bytes) {
  /** What the profiler itself adds to a call's bytes. */
  private static final double NOISE = 1;

  private static final Pattern MULTIPLE = Pattern.compile("([0-9.]+) x (\\S+)");

  /** The table, by benchmark. */
  static Map<String, Goal> read() {
    Map<String, Goal> goals = new LinkedHashMap<>();
    for (String row : Subject.text("goals.tsv").lines().toList()) {
      if (!row.startsWith("#")) {
        String[] columns = row.split("\t");
        goals.put(columns[0], parse(columns[1], columns[2]));
      }
    }
    return goals;
  }

  private static Goal parse(String figure, String bytes) {
    double most = bytes.equals("-") ? Double.NaN : Double.parseDouble(bytes);
    Matcher multiple = MULTIPLE.matcher(figure);
    return multiple.matches()
        ? new Goal(Double.parseDouble(multiple.group(1)), multiple.group(2), most)
        : new Goal(Double.parseDouble(figure), null, most);
  }

  /** Says whether it is reached. */
  String verdict(double measured, String unit, double allocated) {
    boolean rate = reference == null && unit.startsWith("ops/");
    boolean fast = rate ? measured >= figure : measured <= figure;
    boolean lean = Double.isNaN(bytes) || allocated < bytes + NOISE;
    return fast && lean ? "yes" : fast ? "no: allocates" : lean ? "no: slow" : "no";
  }
}
