package io.bpf4j.spec.dsl.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.dsl.Type;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.dsl.Machine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random programs give the results of plain Java, in the VM and in the kernel, which accepts every
 * one. A failure names the seed; {@code -Dbpf4j.dsl.seed=SEED} runs that program alone.
 */
class RandomProgramsTest {
  private static final String SEED = "bpf4j.dsl.seed";
  private static final int INPUTS = 4;
  private static final int INPUT_BYTES = 32;

  @Test
  void inTheVm() {
    check(Machine::vm, 0, 150);
  }

  @Test
  @RequiresKernel
  void inTheKernel() {
    check(Machine::kernel, 10_000, 60);
  }

  @Test
  @Tag("slow")
  void manyInTheVm() {
    check(Machine::vm, 100_000, 2_000);
  }

  @Test
  @Tag("slow")
  @RequiresKernel
  void manyInTheKernel() {
    check(Machine::kernel, 200_000, 600);
  }

  private static void check(Function<ObjectSpec, Machine> machines, long first, int count) {
    if (Long.getLong(SEED) != null) {
      check(machines, Long.getLong(SEED));
      return;
    }
    for (long seed = first; seed < first + count; seed++) {
      check(machines, seed);
    }
  }

  private static void check(Function<ObjectSpec, Machine> machines, long seed) {
    Tree.Program program = Generator.program(seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed);
    try {
      ObjectSpec object = DslWriter.object(program);
      try (Machine machine = machines.apply(object)) {
        for (int i = 0; i < INPUTS; i++) {
          check(machine, program, input(random));
        }
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + program, e);
    }
  }

  private static long[] input(RandomGenerator random) {
    long[] input = new long[Scalars.ALL.size()];
    for (int i = 0; i < input.length; i++) {
      long bits = random.nextInt(3) == 0 ? random.nextInt(-3, 10) : random.nextLong();
      input[i] = Scalars.wrap(Scalars.ALL.get(i), bits);
    }
    return input;
  }

  private static byte[] packet(long[] input) {
    ByteBuffer packet = ByteBuffer.allocate(INPUT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < input.length; i++) {
      Type<?> type = Scalars.ALL.get(i);
      for (int b = 0; b < type.bytes(); b++) {
        packet.put((byte) (input[i] >>> (8 * b)));
      }
    }
    return packet.array();
  }

  private static void check(Machine machine, Tree.Program program, long[] input) {
    Evaluator.Outcome expected = Evaluator.run(program, input);
    for (int i = 0; i < program.variables().size(); i++) {
      machine.update(DslWriter.OUT, Machine.key(i), new byte[Long.BYTES]);
    }
    int returned = machine.run(DslWriter.PROGRAM, packet(input));
    assertThat(returned).as("result").isEqualTo(expected.returned());
    for (int i = 0; i < program.variables().size(); i++) {
      long value = expected.written() ? expected.variables().get(i) : 0;
      assertThat(machine.number(DslWriter.OUT, i)).as("variable %d", i).isEqualTo(value);
    }
  }
}
