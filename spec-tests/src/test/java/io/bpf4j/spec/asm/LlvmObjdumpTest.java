package io.bpf4j.spec.asm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.asm.Disassembler;
import io.bpf4j.btf.Btf;
import io.bpf4j.elf.ObjectWriter;
import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Exit;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.InstalledTools;
import io.bpf4j.spec.RequiresTools;
import io.bpf4j.uapi.ProgramType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The disassembler writes random instructions as the machine's llvm-objdump does. */
@RequiresTools("llvm-objdump")
class LlvmObjdumpTest {
  private static final long SEED = 5;
  private static final int INSTRUCTIONS = 4_000;
  private static final int[] NUMBERS = {0, 1, -1, 8, 16, 32, 64, 0x41, 0xe1, 0xf1, 1 << 31, 100};

  /** LLVM 18 brought what CPU level v4 has; LLVM 19 addr_space_cast. */
  private static final int KNOWS_ALL = 19;

  @TempDir private Path directory;

  static Stream<String> tools() {
    return Stream.of("llvm-objdump", "llvm-objdump-14", "llvm-objdump-19")
        .filter(tool -> InstalledTools.find(tool).isPresent());
  }

  @ParameterizedTest
  @MethodSource("tools")
  void writesWhatLlvmWrites(String tool) throws IOException {
    int version = version(tool);
    List<Instruction> instructions = instructions();
    Path file = directory.resolve("random.o");
    ObjectWriter.write(object(Code.of(instructions)), file);
    List<String> theirs =
        run(tool, "-d", "--no-print-imm-hex", "--no-show-raw-insn", file.toString())
            .lines()
            .filter(line -> line.matches("\\s+\\d+:\\s.*"))
            .map(line -> line.replaceFirst("^\\s+\\d+:\\s+", "").replace('\t', ' '))
            .map(line -> line.replaceFirst("(goto [+-]\\d+|gotol [+-]\\d+) <[^>]+>$", "$1").strip())
            .toList();
    assertThat(theirs).hasSameSizeAs(instructions);
    int compared = 0;
    List<String> different = new ArrayList<>();
    for (int i = 0; i < theirs.size(); i++) {
      String text = theirs.get(i);
      String ours = Disassembler.llvm().text(instructions.get(i));
      boolean known =
          version >= KNOWS_ALL || !text.equals("<unknown>") && !isNew(instructions.get(i));
      compared += known ? 1 : 0;
      if (known && !ours.equals(text)) {
        different.add(ours + "   " + tool + ": " + text);
      }
    }
    assertThat(different).as("seed " + SEED).isEmpty();
    assertThat(compared).isGreaterThan(INSTRUCTIONS / 2);
  }

  /** What an old LLVM takes for the instruction with the same opcode and offset 0. */
  private static boolean isNew(Instruction instruction) {
    return instruction.kind() == Instruction.Kind.ADDR_SPACE_CAST
        || instruction instanceof Alu alu
            && (alu.op().isSignExtendingMove() || alu.op() == AluOp.SDIV || alu.op() == AluOp.SMOD);
  }

  private static List<Instruction> instructions() {
    Random random = new Random(SEED);
    List<Instruction> out = new ArrayList<>();
    while (out.size() < INSTRUCTIONS) {
      Instruction instruction = random(random);
      if (isComparable(instruction)) {
        out.add(instruction);
      }
    }
    out.add(new Exit());
    return out;
  }

  private static Instruction random(Random random) {
    if (random.nextInt(20) == 0) {
      long value = random.nextLong() >> random.nextInt(64);
      return new LoadImm64(Register.of(random.nextInt(10)), new Imm64.Number(value));
    }
    ByteBuffer slot = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    slot.put((byte) random.nextInt(256));
    slot.put((byte) (field(random) << 4 | field(random)));
    slot.putShort((short) (random.nextBoolean() ? 0 : random.nextInt()));
    int number = random.nextBoolean() ? random.nextInt() : NUMBERS[random.nextInt(NUMBERS.length)];
    slot.putInt(random.nextBoolean() ? 0 : number);
    return Code.decode(slot.array(), ByteOrder.LITTLE_ENDIAN).instructions().get(0);
  }

  private static int field(Random random) {
    return random.nextInt(3) == 0 ? 0 : random.nextInt(11);
  }

  /**
   * Left out: what LLVM shows in part (the offset beside an index), in another way for each CPU
   * level (32-bit atomics), only newer LLVM (ordered accesses, gotox), and calls, which a file
   * holds as symbols.
   */
  private static boolean isComparable(Instruction instruction) {
    return switch (instruction.kind()) {
      case INDIRECT_GOTO, RAW -> false;
      case PACKET_LOAD -> {
        PacketLoad load = (PacketLoad) instruction;
        yield load.index() == null || load.offset() == 0;
      }
      case ATOMIC -> {
        Atomic atomic = (Atomic) instruction;
        yield atomic.size() == Size.DW && !atomic.op().isOrderedAccess();
      }
      case CALL -> ((Call) instruction).callee() instanceof Callee.Helper;
      case LOAD_IMM64 -> ((LoadImm64) instruction).value() instanceof Imm64.Number;
      case ALU, BYTE_SWAP, LOAD, STORE, JUMP, GOTO, EXIT, MAY_GOTO, ADDR_SPACE_CAST -> true;
    };
  }

  private static ObjectSpec object(Code code) {
    ProgramSpec program = ProgramSpec.of("main", "xdp", ProgramType.XDP, code);
    return new ObjectSpec(
        "random",
        ByteOrder.LITTLE_ENDIAN,
        "GPL",
        List.of(program),
        List.of(),
        List.of(),
        Btf.EMPTY,
        List.of());
  }

  private static int version(String tool) {
    Matcher matcher = Pattern.compile("LLVM version (\\d+)").matcher(run(tool, "--version"));
    assertThat(matcher.find()).as(tool + " --version").isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static String run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    }
  }
}
