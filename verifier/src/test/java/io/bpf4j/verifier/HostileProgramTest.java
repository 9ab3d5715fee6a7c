package io.bpf4j.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.link.Linker;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.verifier.rule.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Whatever bytes are called a program, there is a verdict: no exception, and an end. */
class HostileProgramTest {
  private static final int[] OPCODES = {
    0x07, 0x0f, 0x17, 0x1f, 0x27, 0x2f, 0x37, 0x47, 0x4f, 0x57, 0x5f, 0x67, 0x6f, 0x77, 0x7f, 0x87,
    0x95, 0x97, 0xa7, 0xb7, 0xbf, 0xc7, 0x04, 0x0c, 0x54, 0x64, 0x6c, 0xb4, 0xbc, 0xdc, 0xd4, 0xd7,
    0x05, 0x06, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x45, 0x4d, 0x55, 0x65, 0xa5, 0xad, 0xd5, 0x16, 0x26,
    0x46, 0x56, 0xae, 0xc6, 0x61, 0x69, 0x71, 0x79, 0x81, 0x62, 0x6a, 0x72, 0x7a, 0x63, 0x6b, 0x73,
    0x7b, 0xc3, 0xdb, 0x18, 0x85, 0xe5, 0x20, 0x40
  };
  private static final ProgramType[] TYPES = {
    ProgramType.SOCKET_FILTER, ProgramType.XDP, ProgramType.TRACEPOINT
  };
  private static final List<RuleCase> SEEDS = seeds();

  private static List<RuleCase> seeds() {
    EnumSet<Rule> big =
        EnumSet.of(Rule.BUDGET_EXCEEDED, Rule.TOO_MANY_BRANCHES, Rule.PROGRAM_TOO_LARGE);
    return RuleTest.cases().filter(example -> !big.contains(example.rule())).toList();
  }

  private static void assertJudged(ObjectSpec object) {
    ProgramVerdict verdict = Objects618.verify(object);
    assertThat(verdict.verdict()).isNotNull();
    assertThat(verdict.budget().visited()).isLessThanOrEqualTo(verdict.budget().visitedLimit() + 1);
    if (verdict.verdict() == Verdict.REJECTED) {
      assertThat(verdict.rejection().kernelMessage()).isNotBlank();
      assertThat(verdict.rejection().pc()).isBetween(-1, verdict.program().code().slots() - 1);
    }
  }

  @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
  void judgesNoise(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[8 * (1 + random.nextInt(40))];
    random.nextBytes(bytes);
    Code code = Code.decode(bytes, ByteOrder.LITTLE_ENDIAN);
    assertJudged(Objects618.of(TYPES[random.nextInt(TYPES.length)], code));
  }

  @Property(tries = 15_000, shrinking = ShrinkingMode.OFF)
  void judgesRandomInstructions(@ForAll long seed) {
    Random random = new Random(seed);
    int slots = 4 + random.nextInt(40);
    ByteBuffer out = ByteBuffer.allocate(8 * slots).order(ByteOrder.LITTLE_ENDIAN);
    for (int register = 0; register < 3; register++) {
      put(out, 0xb7, register == 1 ? 9 : register, 0, 0, random.nextInt(9));
    }
    while (out.remaining() > 8) {
      instruction(random, out);
    }
    put(out, 0x95, 0, 0, 0, 0);
    Code code = Code.decode(out.array(), ByteOrder.LITTLE_ENDIAN);
    assertJudged(Objects618.of(TYPES[random.nextInt(TYPES.length)], withMaps(code, random)));
  }

  /** One instruction that is nearly always well formed, and has small jumps and offsets. */
  private static void instruction(Random random, ByteBuffer out) {
    int opcode = OPCODES[random.nextInt(OPCODES.length)];
    boolean register = (opcode & 0x08) != 0;
    int kind = opcode & 0x07;
    boolean wide = opcode == 0x18;
    boolean jump = kind == 5 || kind == 6;
    boolean memory = kind >= 1 && kind <= 3;
    int offset =
        jump
            ? random.nextInt(9) - 2
            : memory ? -8 * (1 + random.nextInt(4)) + random.nextInt(2) : 0;
    int imm = register && (jump || kind == 7) ? 0 : random.nextInt(random.nextBoolean() ? 34 : 9);
    int src = memory || register ? pick(random) : 0;
    int dst = opcode == 0x95 || opcode == 0x05 || opcode == 0x85 ? 0 : pick(random);
    if (opcode == 0x85) {
      src = random.nextInt(6) == 0 ? 1 : 0;
      imm = src == 1 ? random.nextInt(8) : 1 + random.nextInt(27);
      offset = 0;
    }
    if (wide && out.remaining() < 24) {
      return;
    }
    put(out, opcode, dst, wide ? 0 : src, opcode == 0x95 || wide ? 0 : offset, wide ? 7 : imm);
    if (wide) {
      put(out, 0, 0, 0, 0, 0);
    }
  }

  private static int pick(Random random) {
    return random.nextInt(3) == 0 ? 10 : random.nextInt(11);
  }

  private static void put(ByteBuffer out, int opcode, int dst, int src, int offset, int imm) {
    out.put((byte) opcode).put((byte) (src << 4 | dst)).putShort((short) offset).putInt(imm);
  }

  /** Makes some 64-bit immediates references to maps. */
  private static Code withMaps(Code code, Random random) {
    List<Instruction> out =
        code.instructions().stream()
            .map(
                instruction ->
                    instruction instanceof LoadImm64 load ? reference(load, random) : instruction)
            .toList();
    return Code.of(out);
  }

  private static Instruction reference(LoadImm64 load, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new LoadImm64(load.dst(), new Imm64.MapReference("hash"));
      case 1 -> new LoadImm64(load.dst(), new Imm64.MapReference("records"));
      case 2 -> new LoadImm64(load.dst(), new Imm64.MapValueReference("global", 8));
      default -> load;
    };
  }

  /** Good programs, some bits of which were changed. */
  @Property(tries = 12_000, shrinking = ShrinkingMode.OFF)
  void judgesMutants(@ForAll long seed) {
    Random random = new Random(seed);
    RuleCase example = SEEDS.get(random.nextInt(SEEDS.size()));
    if (example.rule() != Rule.INFINITE_LOOP) {
      assertMutantJudged(example.twin(), random);
    }
  }

  /** Among them loops that take all of the budget. */
  @Tag("slow")
  @Property(tries = 15_000, shrinking = ShrinkingMode.OFF)
  void judgesMutantsThatLoop(@ForAll long seed) {
    Random random = new Random(seed);
    assertMutantJudged(SEEDS.get(random.nextInt(SEEDS.size())).twin(), random);
  }

  private static void assertMutantJudged(ObjectSpec twin, Random random) {
    ObjectSpec linked = Linker.link(twin);
    Instruction[] code = linked.programs().get(0).code().instructions().toArray(new Instruction[0]);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(code.length);
      code[at] = changed(code[at], random);
    }
    ObjectSpec mutant = Objects618.of(linked.programs().get(0).type(), Code.of(List.of(code)));
    assertJudged(mutant);
  }

  private static Instruction changed(Instruction instruction, Random random) {
    if (instruction instanceof LoadImm64) {
      return instruction;
    }
    byte[] bytes = Code.of(List.of(instruction)).encode(ByteOrder.LITTLE_ENDIAN);
    int bit = random.nextInt(64);
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return Code.decode(bytes, ByteOrder.LITTLE_ENDIAN).instructions().get(0);
  }
}
