package io.bpf4j.spec.compare;

import java.util.List;
import java.util.Map;

/** The disagreements of a run as a page to work from: groups, each with a minimised example. */
public final class Disagreements {
  private static final int LINES = 40;

  private final Series series;
  private final KernelOracle kernel;

  /** For a series, asking the kernel again for its logs. */
  public Disagreements(Series series, KernelOracle kernel) {
    this.series = series;
    this.kernel = kernel;
  }

  /**
   * The page in Markdown.
   *
   * @param most how many groups are shown with an example
   */
  public String page(Statistics statistics, int most) {
    StringBuilder out = new StringBuilder("# Disagreements\n\n```\n");
    out.append(statistics.table()).append("```\n");
    int shown = 0;
    for (Map.Entry<String, List<Compared>> group : statistics.disagreements().entrySet()) {
      if (shown++ == most) {
        break;
      }
      example(out, group.getKey(), group.getValue());
    }
    out.append("\n## Other words for the same rejection\n\n");
    statistics.otherWords().entrySet().stream()
        .sorted((a, b) -> b.getValue() - a.getValue())
        .limit(most)
        .forEach(
            e ->
                out.append("- ")
                    .append(e.getValue())
                    .append(" x ")
                    .append(e.getKey())
                    .append('\n'));
    out.append("\n## Instructions visited: kernel's, ours\n\n");
    statistics.visitedOtherwise().stream()
        .limit(most)
        .forEach(
            c ->
                out.append(
                    "- %s %s: %d, %d%n"
                        .formatted(
                            c.program().id(),
                            c.program().family(),
                            c.kernel().visited(),
                            c.offline().visited())));
    return out.toString();
  }

  private void example(StringBuilder out, String title, List<Compared> group) {
    Compared first = group.stream().min((a, b) -> slots(a) - slots(b)).orElseThrow();
    Compared smallest = series.minimise(first);
    out.append("\n## ").append(group.size()).append(" x ").append(title).append("\n\n```\n");
    out.append(SideBySide.header(first)).append(SideBySide.listing(smallest.program().program()));
    out.append("--- kernel's log, its end\n").append(SideBySide.tail(smallest, kernel, LINES));
    out.append("\n--- verdicts\n").append(SideBySide.verdicts(smallest)).append("```\n");
  }

  private static int slots(Compared compared) {
    return compared.program().program().code().slots();
  }
}
