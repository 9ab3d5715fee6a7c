package io.bpf4j.spec;

import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.spec.compare.Compared;
import io.bpf4j.spec.compare.Disagreements;
import io.bpf4j.spec.compare.KernelOracle;
import io.bpf4j.spec.compare.KernelSurvey;
import io.bpf4j.spec.compare.OfflineOracle;
import io.bpf4j.spec.compare.Outcome;
import io.bpf4j.spec.compare.Series;
import io.bpf4j.spec.compare.SideBySide;
import io.bpf4j.spec.compare.Statistics;
import io.bpf4j.spec.generate.Family;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Compares the offline verifier's verdicts on random programs with the running kernel's. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares the offline verifier's verdicts on random programs with the kernel's.")
public final class Compare implements Callable<Integer> {
  private static final int GROUPS = 25;

  @Option(names = "--seed", description = "the series; default ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(names = "--from", description = "index of the first program; default ${DEFAULT-VALUE}")
  private int from;

  @Option(names = "--count", description = "how many programs; default ${DEFAULT-VALUE}")
  private int count = 5000;

  @Option(
      names = "--kernel",
      description = "the offline verifier's profile; default ${DEFAULT-VALUE}")
  private String profile = "6.18";

  @Option(names = "--only", paramLabel = "SEED:INDEX", description = "this program alone")
  private String only;

  @Option(names = "--family", description = "only programs of this family")
  private Family family;

  @Option(names = "-v", description = "with --only: the program, the kernel's log, our report")
  private boolean verbose;

  @Option(names = "--minimise", description = "with --only: drop what the disagreement needs not")
  private boolean minimise;

  @Option(names = "--page", description = "write disagreements with minimised examples to a file")
  private Path page;

  @Option(names = "--kernel-only", description = "do not ask the offline verifier")
  private boolean kernelOnly;

  @CommandLine.Spec private CommandSpec spec;

  /** Runs it; exits with 0, or 1 where a program was accepted that the kernel rejects. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Compare()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (KernelOracle kernel = new KernelOracle()) {
      if (kernelOnly) {
        KernelSurvey survey = KernelSurvey.of(kernel, seed, from, count);
        out.print(survey.table());
        return 0;
      }
      return only == null ? series(kernel, out) : one(kernel, out);
    } finally {
      out.flush();
    }
  }

  private Series series(KernelOracle kernel, long itsSeed) {
    return new Series(kernel, new OfflineOracle(KernelProfile.builtIn(profile)), itsSeed);
  }

  private int series(KernelOracle kernel, PrintWriter out) throws IOException {
    Series series = series(kernel, seed);
    Statistics statistics =
        family == null ? series.compare(from, count) : series.compare(from, count, family);
    out.printf("seed %d, %d programs from index %d%n", seed, count, from);
    out.print(statistics.table());
    if (page != null) {
      Files.writeString(page, new Disagreements(series, kernel).page(statistics, GROUPS));
    }
    return statistics.count(Outcome.FALSE_ACCEPT) == 0 ? 0 : 1;
  }

  private int one(KernelOracle kernel, PrintWriter out) {
    String[] parts = only.split(":");
    if (parts.length != 2 || !parts[0].matches("-?\\d{1,18}") || !parts[1].matches("\\d{1,9}")) {
      throw new ParameterException(
          spec.commandLine(), "--only takes a seed and an index, such as 1:42, not " + only);
    }
    Series series = series(kernel, Long.parseLong(parts[0]));
    Compared compared = series.compare(Integer.parseInt(parts[1]));
    if (minimise) {
      compared = series.minimise(compared);
    }
    out.print(
        verbose
            ? SideBySide.text(compared, kernel)
            : SideBySide.header(compared)
                + SideBySide.listing(compared.program().program())
                + SideBySide.verdicts(compared));
    return compared.outcome() == Outcome.FALSE_ACCEPT ? 1 : 0;
  }
}
