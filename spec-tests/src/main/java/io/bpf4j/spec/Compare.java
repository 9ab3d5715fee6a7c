package io.bpf4j.spec;

import io.bpf4j.loader.LogLevel;
import io.bpf4j.spec.compare.KernelOracle;
import io.bpf4j.spec.compare.KernelSurvey;
import io.bpf4j.spec.compare.SideBySide;
import io.bpf4j.spec.generate.GeneratedProgram;
import io.bpf4j.spec.generate.Generator;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the offline verifier's verdicts on random programs with the running kernel's. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares the offline verifier's verdicts on random programs with the kernel's.")
public final class Compare implements Callable<Integer> {
  @Option(names = "--seed", description = "the series; default ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(names = "--from", description = "index of the first program; default ${DEFAULT-VALUE}")
  private int from;

  @Option(names = "--count", description = "how many programs; default ${DEFAULT-VALUE}")
  private int count = 5000;

  @Option(names = "--only", paramLabel = "SEED:INDEX", description = "this program alone")
  private String only;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs it; exits with 0, or 1 where a program was accepted that the kernel rejects. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Compare()).execute(arguments));
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (KernelOracle kernel = new KernelOracle()) {
      if (only != null) {
        return one(kernel, out);
      }
      return survey(kernel, out);
    }
  }

  private int survey(KernelOracle kernel, PrintWriter out) {
    KernelSurvey survey = new KernelSurvey();
    Generator generator = new Generator(seed);
    for (int index = from; index < from + count; index++) {
      GeneratedProgram program = generator.generate(index);
      survey.add(program, kernel.answer(program.object()));
    }
    out.print(survey.table());
    out.flush();
    return 0;
  }

  private int one(KernelOracle kernel, PrintWriter out) {
    String[] parts = only.split(":", 2);
    GeneratedProgram program =
        new Generator(Long.parseLong(parts[0])).generate(Integer.parseInt(parts[1]));
    out.print(SideBySide.listing(program.program()));
    out.print(kernel.verdict(program.object(), program.program(), LogLevel.LEVEL2).log());
    out.flush();
    return 0;
  }
}
