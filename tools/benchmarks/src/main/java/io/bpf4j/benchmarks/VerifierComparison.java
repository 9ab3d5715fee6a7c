package io.bpf4j.benchmarks;

import io.bpf4j.BpfException;
import io.bpf4j.btf.Btf;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.link.CoreRelocator;
import io.bpf4j.link.Linker;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.verifier.ProgramVerdict;
import io.bpf4j.verifier.Verdict;
import io.bpf4j.verifier.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long the offline verifier takes beside the kernel's, for the same programs in the same run:
 * generated ones, and those of the objects named. The kernel's time is what it tells itself in its
 * log, without the just-in-time compiler; the best of several rounds counts on both sides.
 */
public final class VerifierComparison {
  /** Programs that take less say more of the system call than of the verifier. */
  private static final int LEAST_VISITED = 1_000;

  /** Generated programs up to this size warm up. */
  private static final int SMALL = 25_000;

  private static final int ROUNDS = 5;

  private static final long WARM_UP_NANOS = 10_000_000_000L;

  /** A program's own warm-up. */
  private static final long REPEAT_NANOS = 100_000_000;

  private static final Path KERNEL_TYPES = Path.of("/sys/kernel/btf/vmlinux");
  private static final Pattern TIME = Pattern.compile("verification time (\\d+) usec");

  private final BpfSystem system = BpfSystem.ofThisMachine();
  private final Verifier verifier = Verifier.of(KernelProfile.builtIn("6.18"));
  private final Set<List<Object>> measured = new HashSet<>();
  private final List<Double> ratios = new ArrayList<>();

  private VerifierComparison() {}

  /**
   * Measures and prints.
   *
   * @param args files with BPF objects in them
   */
  public static void main(String[] args) throws IOException {
    List<ObjectSpec> objects = new ArrayList<>();
    CoreRelocator relocator =
        args.length == 0 ? null : CoreRelocator.of(Btf.decode(Files.readAllBytes(KERNEL_TYPES)));
    for (String file : args) {
      for (ObjectSpec object : EmbeddedObjects.read(Path.of(file))) {
        objects.add(relocator.relocate(Linker.link(object)));
      }
    }
    VerifierComparison comparison = new VerifierComparison();
    comparison.warmUp(Stream.concat(GeneratedPrograms.upTo(SMALL), objects.stream()).toList());
    System.out.println("| program | type | visited | by the kernel | us | kernel us | ratio |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
    GeneratedPrograms.upTo(Integer.MAX_VALUE).forEach(comparison::measure);
    objects.forEach(comparison::measure);
    comparison.summarise();
  }

  /** The compilers are to see all kinds of programs before any is measured. */
  private void warmUp(List<ObjectSpec> objects) {
    long end = System.nanoTime() + WARM_UP_NANOS;
    do {
      objects.forEach(verifier::verify);
    } while (System.nanoTime() - end < 0);
  }

  private void measure(ObjectSpec object) {
    Map<ProgramSpec, Long> best = new LinkedHashMap<>();
    for (ProgramSpec program : object.programs()) {
      ProgramVerdict verdict = ours(object, program);
      // Tools share sources: the same code is measured once.
      boolean counts =
          verdict.verdict() == Verdict.ACCEPTED
              && verdict.budget().visited() >= LEAST_VISITED
              && measured.add(List.of(program.type(), program.code()));
      if (counts) {
        best.put(program, ourBest(object, program));
      }
    }
    if (best.isEmpty()) {
      return;
    }
    Map<String, long[]> kernel;
    try {
      kernel = kernelBest(object);
    } catch (BpfException e) {
      System.out.println("| " + object.name() + " | not loaded: " + e.getMessage() + " |");
      return;
    }
    best.forEach((program, nanos) -> print(object, program, nanos, kernel.get(program.name())));
  }

  private ProgramVerdict ours(ObjectSpec object, ProgramSpec program) {
    return verifier.verify(object.withLinked(List.of(program))).programs().get(0);
  }

  private long ourBest(ObjectSpec object, ProgramSpec program) {
    ObjectSpec alone = object.withLinked(List.of(program));
    long end = System.nanoTime() + REPEAT_NANOS;
    do {
      verifier.verify(alone);
    } while (System.nanoTime() - end < 0);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      verifier.verify(alone);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  /** By program: microseconds and visited instructions; without those that it rejects. */
  private Map<String, long[]> kernelBest(ObjectSpec object) {
    LoadOptions options = LoadOptions.DEFAULT.withLogLevel(LogLevel.STATS);
    Map<String, long[]> best = new LinkedHashMap<>();
    for (int i = 0; i < ROUNDS; i++) {
      system
          .verdicts(object, options)
          .forEach(
              (name, verdict) -> {
                if (verdict.accepted()) {
                  best.merge(name, figures(verdict), (a, b) -> a[0] <= b[0] ? a : b);
                }
              });
    }
    return best;
  }

  private static long[] figures(KernelVerdict verdict) {
    Matcher time = TIME.matcher(verdict.log());
    if (!time.find()) {
      throw new IllegalStateException("no verification time in the log: " + verdict.log());
    }
    return new long[] {Long.parseLong(time.group(1)), verdict.verifiedInstructions().orElseThrow()};
  }

  private void print(ObjectSpec object, ProgramSpec program, long nanos, long[] kernel) {
    String name = object.name() + (object.programs().size() > 1 ? " " + program.name() : "");
    int visited = ours(object, program).budget().visited();
    if (kernel == null) {
      System.out.printf("| %s | %s | %d | rejected |%n", name, program.type(), visited);
      return;
    }
    double micros = nanos / 1e3;
    ratios.add(micros / kernel[0]);
    System.out.printf(
        "| %s | %s | %d | %d | %.0f | %d | %.2f |%n",
        name, program.type(), visited, kernel[1], micros, kernel[0], micros / kernel[0]);
  }

  private void summarise() {
    double[] sorted = ratios.stream().mapToDouble(r -> r).sorted().toArray();
    System.out.printf(
        "%n%d programs: median %.2f (goal 1.0), 90th percentile %.2f (goal 2.0)%n",
        sorted.length, percentile(sorted, 50), percentile(sorted, 90));
    System.out.printf(
        "heap of %d MB sufficed (goal 256)%n", Runtime.getRuntime().maxMemory() >> 20);
  }

  private static double percentile(double[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
