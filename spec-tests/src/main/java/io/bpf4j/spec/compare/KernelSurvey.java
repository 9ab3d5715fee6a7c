package io.bpf4j.spec.compare;

import io.bpf4j.spec.generate.Family;
import io.bpf4j.spec.generate.GeneratedProgram;
import io.bpf4j.spec.generate.Generator;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What the kernel alone says of a series: how many it accepts, and why it rejects the others. */
public final class KernelSurvey {
  /** Counts of one family. */
  private static final class Count {
    private int programs;
    private int accepted;
  }

  private final Map<Family, Count> families = new EnumMap<>(Family.class);
  private final Map<String, Integer> messages = new HashMap<>();
  private final Map<String, String> examples = new HashMap<>();
  private int programs;
  private int accepted;

  /** Surveys {@code count} programs of a series, from an index on. */
  public static KernelSurvey of(KernelOracle kernel, long seed, int from, int count) {
    KernelSurvey survey = new KernelSurvey();
    Generator generator = new Generator(seed);
    for (int index = from; index < from + count; index++) {
      GeneratedProgram program = generator.generate(index);
      survey.add(program, kernel.answer(program.object()));
    }
    return survey;
  }

  private void add(GeneratedProgram program, KernelAnswer answer) {
    Count count = families.computeIfAbsent(program.family(), f -> new Count());
    programs++;
    count.programs++;
    if (answer.accepted()) {
      accepted++;
      count.accepted++;
    } else {
      messages.merge(answer.messageShape(), 1, Integer::sum);
      examples.putIfAbsent(answer.messageShape(), program.id());
    }
  }

  /** Of the programs, how many the kernel accepts: 0 to 1. */
  public double acceptance() {
    return programs == 0 ? 0 : (double) accepted / programs;
  }

  /** The same of each family that there were programs of. */
  public Map<Family, Double> acceptanceOfFamilies() {
    Map<Family, Double> rates = new EnumMap<>(Family.class);
    families.forEach(
        (family, count) -> rates.put(family, (double) count.accepted / count.programs));
    return rates;
  }

  /** How many kinds of messages it rejects with. */
  public int kindsOfMessages() {
    return messages.size();
  }

  /** The table as text. */
  public String table() {
    StringBuilder out = new StringBuilder();
    out.append(String.format("%d programs, %.1f %% accepted%n%n", programs, 100 * acceptance()));
    families.forEach(
        (family, count) ->
            out.append(
                String.format(
                    "%-16s %6d %5.0f%%%n",
                    family, count.programs, 100.0 * count.accepted / count.programs)));
    out.append(String.format("%n%d kinds of rejection%n", messages.size()));
    messages.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Integer> e) -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .forEach(
            e ->
                out.append(
                    String.format(
                        "%6d  %s  (%s)%n", e.getValue(), e.getKey(), examples.get(e.getKey()))));
    return out.toString();
  }
}
