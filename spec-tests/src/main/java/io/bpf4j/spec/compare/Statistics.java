package io.bpf4j.spec.compare;

import io.bpf4j.spec.generate.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Counts over the programs of a run, and the table of them. */
public final class Statistics {
  private static final int LISTED = 12;

  private final List<Compared> all = new ArrayList<>();

  /** Counts one program. */
  public void add(Compared compared) {
    all.add(compared);
  }

  /** How many programs there were. */
  public int count() {
    return all.size();
  }

  /** How many had this outcome. */
  public long count(Outcome outcome) {
    return count(c -> c.outcome() == outcome);
  }

  private long count(Predicate<Compared> predicate) {
    return all.stream().filter(predicate).count();
  }

  /** How many the kernel accepted. */
  public long kernelAccepted() {
    return count(c -> c.kernel().accepted());
  }

  /** Of the programs that the kernel accepts, how many the offline verifier does not: 0 to 1. */
  public double falseRejectRate() {
    return ratio(count(c -> c.outcome().isFalseReject()), kernelAccepted());
  }

  /** The programs on which the two disagree, by group, the largest group first. */
  public Map<String, List<Compared>> disagreements() {
    Map<String, List<Compared>> groups = new LinkedHashMap<>();
    for (Compared compared : all) {
      boolean agreed =
          compared.outcome() == Outcome.BOTH_ACCEPT || compared.outcome() == Outcome.BOTH_REJECT;
      if (!agreed) {
        groups.computeIfAbsent(compared.group(), g -> new ArrayList<>()).add(compared);
      }
    }
    Map<String, List<Compared>> sorted = new LinkedHashMap<>();
    groups.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, List<Compared>>>comparingInt(
                    e -> gravity(e.getValue().get(0).outcome()))
                .thenComparing(e -> -e.getValue().size()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  private static int gravity(Outcome outcome) {
    return switch (outcome) {
      case FALSE_ACCEPT -> 0;
      case FAILURE -> 1;
      case FALSE_REJECT -> 2;
      case UNSUPPORTED_ACCEPTED -> 3;
      case UNSUPPORTED_REJECTED, NO_VERDICT, BOTH_ACCEPT, BOTH_REJECT -> 4;
    };
  }

  /** The programs on which both agree, but not with the same words, by both wordings. */
  public Map<String, Integer> otherWords() {
    Map<String, Integer> words = new LinkedHashMap<>();
    for (Compared c : all) {
      if (c.outcome() == Outcome.BOTH_REJECT && !c.sameMessage()) {
        String ours = KernelAnswer.shape(c.offline().message());
        words.merge(
            "kernel \"" + c.kernel().messageShape() + "\", ours \"" + ours + "\"", 1, Integer::sum);
      }
    }
    return words;
  }

  /**
   * The programs that both accept, but with other numbers of visited instructions; the worst first.
   */
  public List<Compared> visitedOtherwise() {
    return all.stream()
        .filter(c -> c.outcome() == Outcome.BOTH_ACCEPT && !c.visitedAlike())
        .sorted(Comparator.comparingDouble(Statistics::visitedRatio).reversed())
        .toList();
  }

  private static double visitedRatio(Compared compared) {
    double ratio = (compared.offline().visited() + 1.0) / (compared.kernel().visited() + 1.0);
    return Math.max(ratio, 1 / ratio);
  }

  /** How many kinds of rejection the kernel gave. */
  public int kernelMessages() {
    Set<String> shapes = new TreeSet<>();
    all.stream()
        .filter(c -> !c.kernel().accepted())
        .forEach(c -> shapes.add(c.kernel().messageShape()));
    return shapes.size();
  }

  /** The table as text. */
  public String table() {
    StringBuilder out = new StringBuilder();
    for (Outcome outcome : Outcome.values()) {
      line(out, outcome.text(), count(outcome), count());
    }
    line(
        out,
        "false reject or unsupported, of those the kernel accepts",
        count(c -> c.outcome().isFalseReject()),
        kernelAccepted());
    line(
        out,
        "rejected with the kernel's words",
        count(Compared::sameMessage),
        count(Outcome.BOTH_REJECT));
    Predicate<Compared> accepted = c -> c.outcome() == Outcome.BOTH_ACCEPT;
    line(
        out,
        "visited instructions within a tenth, of those both accept",
        count(accepted.and(Compared::visitedAlike)),
        count(accepted));
    out.append("kinds of rejection by the kernel: ").append(kernelMessages()).append('\n');
    families(out);
    groups(out);
    return out.toString();
  }

  private void families(StringBuilder out) {
    Map<Family, List<Compared>> families = new EnumMap<>(Family.class);
    all.forEach(c -> families.computeIfAbsent(c.program().family(), f -> new ArrayList<>()).add(c));
    out.append(
        String.format(
            "%n%-16s %8s %10s %8s %8s%n", "family", "programs", "accepted", "false +", "false -"));
    families.forEach(
        (family, list) -> {
          long accepted = list.stream().filter(c -> c.kernel().accepted()).count();
          long wrongly = list.stream().filter(c -> c.outcome() == Outcome.FALSE_ACCEPT).count();
          long refused = list.stream().filter(c -> c.outcome().isFalseReject()).count();
          out.append(
              String.format(
                  "%-16s %8d %9.0f%% %8d %8d%n",
                  family, list.size(), 100 * ratio(accepted, list.size()), wrongly, refused));
        });
  }

  private void groups(StringBuilder out) {
    disagreements()
        .forEach(
            (group, list) -> {
              out.append('\n').append(list.size()).append("  ").append(group).append("\n    ");
              boolean whole = list.get(0).outcome() == Outcome.FALSE_ACCEPT;
              list.stream()
                  .limit(whole ? list.size() : LISTED)
                  .forEach(c -> out.append(' ').append(c.program().id()));
              out.append('\n');
            });
  }

  private static void line(StringBuilder out, String what, long count, long of) {
    out.append(String.format("%-58s %6d  %5.1f %%%n", what, count, 100 * ratio(count, of)));
  }

  private static double ratio(long count, long of) {
    return of == 0 ? 0 : (double) count / of;
  }
}
