package io.bpf4j.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs benchmarks and prints a Markdown table of them beside their goals. */
public final class Benchmarks {
  private static final TimeValue ROUND = TimeValue.seconds(1);
  private static final int ROUNDS = 5;

  private Benchmarks() {}

  /**
   * Runs the benchmarks that match; JMH's own options override the defaults here.
   *
   * @param args a regular expression and options, as JMH's main class takes them
   */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    CommandLineOptions given = new CommandLineOptions(args);
    if (given.shouldHelp()) {
      System.out.println("usage: run [REGEX] [JMH OPTIONS]");
      return;
    }
    OptionsBuilder options = new OptionsBuilder();
    options.parent(given);
    options.forks(given.getForkCount().orElse(1));
    options.warmupIterations(given.getWarmupIterations().orElse(ROUNDS));
    options.warmupTime(given.getWarmupTime().orElse(ROUND));
    options.measurementIterations(given.getMeasurementIterations().orElse(ROUNDS));
    options.measurementTime(given.getMeasurementTime().orElse(ROUND));
    if (given.getProfilers().isEmpty()) {
      options.addProfiler(GCProfiler.class);
    }
    if (Runtime.version().feature() >= 22) {
      // JNA calls native code: JDK 24 and later warn without this, and 22 is the first to know it.
      options.jvmArgsAppend("--enable-native-access=ALL-UNNAMED");
    }
    print(new Runner(options.build()).run());
  }

  private static void print(Collection<RunResult> results) {
    Map<String, RunResult> byName = new LinkedHashMap<>();
    results.forEach(result -> byName.put(name(result), result));
    Map<String, Goal> goals = Goal.read();
    System.out.println();
    System.out.println("| benchmark | measured | goal | bytes a call | reached |");
    System.out.println("| --- | --- | --- | --- | --- |");
    byName.forEach((name, result) -> print(name, result, goals.get(name), byName));
  }

  private static void print(
      String name, RunResult result, Goal goal, Map<String, RunResult> byName) {
    Result<?> score = result.getPrimaryResult();
    double bytes = bytes(result);
    String aim = "";
    String reached = "";
    if (goal != null) {
      RunResult reference = byName.get(goal.reference());
      if (goal.reference() == null) {
        aim = number(goal.figure());
        reached = goal.verdict(score.getScore(), score.getScoreUnit(), bytes);
      } else if (reference != null) {
        double base = reference.getPrimaryResult().getScore();
        double times = score.getScore() / base;
        aim = number(goal.figure()) + " times " + number(base) + ": is " + number(times);
        reached = goal.verdict(times, score.getScoreUnit(), bytes);
      }
    }
    String measured = number(score.getScore()) + " " + score.getScoreUnit();
    System.out.println(
        "| " + String.join(" | ", name, measured, aim, number(bytes), reached) + " |");
  }

  private static String name(RunResult result) {
    String full = result.getParams().getBenchmark();
    int method = full.lastIndexOf('.');
    StringBuilder name = new StringBuilder(full.substring(full.lastIndexOf('.', method - 1) + 1));
    for (String key : result.getParams().getParamsKeys()) {
      name.append(' ').append(key).append('=').append(result.getParams().getParam(key));
    }
    return name.toString();
  }

  /** Bytes allocated by one call of the benchmark's method. */
  private static double bytes(RunResult result) {
    for (String label : result.getSecondaryResults().keySet()) {
      if (label.endsWith("gc.alloc.rate.norm")) {
        double each = result.getSecondaryResults().get(label).getScore();
        return each * result.getParams().getOpsPerInvocation();
      }
    }
    return Double.NaN;
  }

  /** Three significant digits, or all digits before the point. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
