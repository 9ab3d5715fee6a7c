package io.bpf4j.spec.generate;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.ProgramType;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static final long SEED = 7;

  @Test
  void programComesAgainFromSeedAndIndexAlone() {
    Generator inOrder = new Generator(SEED);
    for (int index = 0; index < 200; index++) {
      GeneratedProgram program = inOrder.generate(index);
      assertThat(new Generator(SEED).generate(index)).isEqualTo(program);
      assertThat(program.id()).isEqualTo("7:" + index);
    }
  }

  @Test
  void seedsGiveDifferentPrograms() {
    Set<Code> codes = new HashSet<>();
    for (int index = 0; index < 500; index++) {
      codes.add(new Generator(SEED).generate(index).program().code());
      codes.add(new Generator(SEED + 1).generate(index).program().code());
    }
    // A few short ones may coincide.
    assertThat(codes).hasSizeGreaterThan(900);
  }

  @Test
  void everyFamilyTypeAndKindOfInstructionIsThere() {
    Set<Family> families = EnumSet.noneOf(Family.class);
    Set<ProgramType> types = EnumSet.noneOf(ProgramType.class);
    Set<Instruction.Kind> kinds = EnumSet.noneOf(Instruction.Kind.class);
    Generator generator = new Generator(SEED);
    for (int index = 0; index < 6000; index++) {
      GeneratedProgram program = generator.generate(index);
      families.add(program.family());
      types.add(program.program().type());
      program.program().code().instructions().forEach(i -> kinds.add(i.kind()));
    }
    assertThat(families).containsExactlyInAnyOrder(Family.values());
    Set<ProgramType> all = Variant.types().stream().map(Variant::type).collect(toSet());
    // Their programs load with a flag of their own.
    all.remove(ProgramType.SYSCALL);
    assertThat(types).isEqualTo(all);
    assertThat(kinds)
        .contains(
            EnumSet.complementOf(
                    EnumSet.of(Instruction.Kind.ADDR_SPACE_CAST, Instruction.Kind.INDIRECT_GOTO))
                .toArray(Instruction.Kind[]::new));
  }

  @Test
  void mapsAreThoseThatTheProgramRefersTo() {
    Generator generator = new Generator(SEED);
    for (int index = 0; index < 500; index++) {
      GeneratedProgram generated = generator.generate(index);
      ProgramSpec program = generated.program();
      generated
          .object()
          .maps()
          .forEach(map -> assertThat(program.code().toString()).contains("[map=" + map.name()));
      assertThat(io.bpf4j.link.Linker.link(generated.object()).programs()).containsExactly(program);
    }
  }
}
