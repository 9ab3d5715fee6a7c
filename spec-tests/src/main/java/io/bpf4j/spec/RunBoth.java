package io.bpf4j.spec;

import io.bpf4j.asm.Disassembler;
import io.bpf4j.spec.run.Coverage;
import io.bpf4j.spec.run.RandomBytes;
import io.bpf4j.spec.run.RandomProgram;
import io.bpf4j.spec.run.RunComparison;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Runs random programs that the kernel accepts in the VM and in the kernel's test run. */
@Command(
    name = "run-both",
    mixinStandardHelpOptions = true,
    description =
        "Runs random programs that the kernel accepts in the VM and in the kernel's test run.")
public final class RunBoth implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Option(names = "--seed", description = "the series; default ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--count",
      description = "how many programs that the kernel accepts; default ${DEFAULT-VALUE}")
  private int count = 1000;

  @Option(names = "--only", paramLabel = "SEED:INDEX", description = "this program alone")
  private String only;

  @Option(names = "-v", description = "show programs that differ, or the one of --only")
  private boolean verbose;

  @Option(
      names = "--bytes",
      description = "bytes as programs, in the VM alone: each ends in a result or a fault")
  private boolean bytes;

  @CommandLine.Spec private CommandSpec spec;

  /** Runs it; exits with 0, or 1 where anything differed. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new RunBoth()).execute(arguments));
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      if (bytes) {
        RandomBytes series = new RandomBytes(seed);
        series.run(0, count);
        out.printf("seed %d, %d programs: %s%n", seed, count, new TreeMap<>(series.ends()));
        return 0;
      }
      return only == null ? series(out) : one(out);
    } finally {
      out.flush();
    }
  }

  private int series(PrintWriter out) {
    Coverage coverage = new Coverage();
    RunComparison comparison = new RunComparison(coverage);
    Map<String, Integer> refusals = new TreeMap<>();
    int accepted = 0;
    int differing = 0;
    int index = 0;
    for (; accepted < count; index++) {
      RunComparison.Result result = comparison.compare(RandomProgram.of(seed, index));
      if (!result.accepted()) {
        refusals.merge(result.refusal().replaceAll("-?\\d+", "N"), 1, Integer::sum);
      } else {
        accepted++;
        if (!result.difference().isEmpty() && ++differing <= SHOWN) {
          show(out, result);
          out.flush();
        }
      }
    }
    out.printf("seed %d, %d programs, %d that the kernel accepts%n", seed, index, accepted);
    out.printf("differences: %d%n", differing);
    refusals.forEach((message, times) -> out.printf("refused %d: %s%n", times, message));
    out.print(coverage.table());
    return differing == 0 ? 0 : 1;
  }

  private int one(PrintWriter out) {
    String[] parts = only.split(":");
    if (parts.length != 2 || !parts[0].matches("-?\\d{1,18}") || !parts[1].matches("\\d{1,9}")) {
      throw new ParameterException(
          spec.commandLine(), "--only takes a seed and an index, such as 1:42, not " + only);
    }
    RandomProgram program = RandomProgram.of(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
    RunComparison.Result result = new RunComparison(new Coverage()).compare(program);
    show(out, result);
    return result.difference().isEmpty() ? 0 : 1;
  }

  private void show(PrintWriter out, RunComparison.Result result) {
    RandomProgram program = result.program();
    String outcome =
        result.accepted()
            ? result.difference().isEmpty() ? "no difference" : result.difference()
            : "refused: " + result.refusal();
    out.printf("%s %s: %s%n", program.id(), program.program().type(), outcome);
    if (verbose) {
      out.print(Disassembler.llvm().listing(program.program().code(), new TreeMap<>()));
    }
  }
}
