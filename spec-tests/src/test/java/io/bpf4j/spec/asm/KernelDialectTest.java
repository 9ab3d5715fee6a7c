package io.bpf4j.spec.asm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.asm.Disassembler;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.compare.KernelOracle;
import io.bpf4j.spec.generate.GeneratedProgram;
import io.bpf4j.spec.generate.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The kernel log's dialect, held against the log of the running kernel on random programs. */
@RequiresKernel
class KernelDialectTest {
  private static final long SEED = 5;
  private static final int PROGRAMS = 300;

  /**
   * {@code 12: (61) r2 = *(u32 *)(r1 +4) ; R1=ctx() …}, in lists with the live registers between.
   */
  private static final Pattern LINE =
      Pattern.compile(" *(\\d+): (?:\\S+ )?(\\([0-9a-f]{2}\\) [^;]*[^; ])\\s*(?:;.*)?");

  private final List<String> differences = new ArrayList<>();
  private int same;

  @Test
  void writesInstructionsAsTheKernelDoes() {
    Generator generator = new Generator(SEED);
    try (KernelOracle kernel = new KernelOracle()) {
      for (int index = 0; index < PROGRAMS; index++) {
        GeneratedProgram program = generator.generate(index);
        String log = kernel.log(program.object());
        log.lines().forEach(line -> compare(program, line));
      }
    }
    assertThat(differences).as("seed %d, %d lines alike", SEED, same).isEmpty();
    assertThat(same).isGreaterThan(10 * PROGRAMS);
  }

  private void compare(GeneratedProgram program, String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return;
    }
    Code code = program.program().code();
    int index = code.indexAt(Integer.parseInt(matcher.group(1)));
    if (index < 0 || !isComparable(code.instructions().get(index))) {
      return;
    }
    String ours = Disassembler.kernel().text(code.instructions().get(index)).strip();
    if (ours.equals(matcher.group(2))) {
      same++;
    } else {
      differences.add(program.id() + ": kernel " + matcher.group(2) + ", ours " + ours);
    }
  }

  /** The log shows addresses of maps, and fields of what is no instruction, in its own way. */
  private static boolean isComparable(Instruction instruction) {
    return switch (instruction.kind()) {
      case LOAD_IMM64, RAW -> false;
      case ALU,
          BYTE_SWAP,
          LOAD,
          STORE,
          ATOMIC,
          JUMP,
          GOTO,
          CALL,
          EXIT,
          PACKET_LOAD,
          MAY_GOTO,
          ADDR_SPACE_CAST,
          INDIRECT_GOTO ->
          true;
    };
  }
}
