package io.bpf4j.spec.compare;

import io.bpf4j.isa.Code;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.generate.Family;
import io.bpf4j.spec.generate.GeneratedProgram;
import io.bpf4j.spec.generate.Generator;
import io.bpf4j.spec.generate.Variant;
import java.util.function.Function;

/** Asks both verifiers about the programs of a series. */
public final class Series {
  private final KernelOracle kernel;
  private final Function<ObjectSpec, OfflineAnswer> offline;
  private final Generator generator;

  /**
   * A series.
   *
   * @param kernel stays the caller's to close
   * @param offline the offline verifier
   */
  public Series(KernelOracle kernel, Function<ObjectSpec, OfflineAnswer> offline, long seed) {
    this.kernel = kernel;
    this.offline = offline;
    this.generator = new Generator(seed);
  }

  /** Compares the program at an index. */
  public Compared compare(int index) {
    return compare(generator.generate(index));
  }

  private Compared compare(GeneratedProgram program) {
    KernelAnswer answer = kernel.answer(program.object());
    return new Compared(program, answer, offline.apply(program.object()));
  }

  /** Compares those of {@code count} programs, from an index on, that are of a family. */
  public Statistics compare(int from, int count, Family family) {
    Statistics statistics = new Statistics();
    for (int index = from; index < from + count; index++) {
      GeneratedProgram program = generator.generate(index);
      if (program.family() == family) {
        statistics.add(compare(program));
      }
    }
    return statistics;
  }

  /** Compares {@code count} programs, from an index on. */
  public Statistics compare(int from, int count) {
    Statistics statistics = new Statistics();
    for (int index = from; index < from + count; index++) {
      statistics.add(compare(index));
    }
    return statistics;
  }

  /** The same program with as few instructions as its disagreement needs. */
  public Compared minimise(Compared compared) {
    Minimiser minimiser =
        new Minimiser(code -> compare(with(compared, code)).group().equals(compared.group()));
    return compare(with(compared, minimiser.minimise(compared.program().program().code())));
  }

  private static GeneratedProgram with(Compared compared, Code code) {
    GeneratedProgram program = compared.program();
    ObjectSpec object = program.object();
    ProgramSpec old = program.program();
    boolean typed = !object.btf().types().isEmpty();
    ObjectSpec smaller =
        Generator.object(
            object.name(),
            new Variant(old.type(), old.attachType()),
            object.license(),
            code,
            typed);
    return new GeneratedProgram(
        program.seed(), program.index(), program.family(), program.mutations(), smaller);
  }
}
