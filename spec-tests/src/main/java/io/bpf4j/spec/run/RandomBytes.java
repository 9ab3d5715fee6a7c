package io.bpf4j.spec.run;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Raw;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.generate.Dice;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Fault;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Run;
import io.bpf4j.vm.Vm;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Bytes as programs, none of which a verifier has seen: random ones, random slots with opcodes that
 * exist, and right programs with some bytes changed. Each ends in a result or a fault.
 */
public final class RandomBytes {
  /** How many instructions one run may take. */
  private static final long BUDGET = 5_000;

  /** How many programs share a machine, and what the ones before have left there. */
  private static final int BATCH = 250;

  private static final int SLOT = 8;
  private static final byte[] PACKET = new byte[96];
  private static final int[] OPCODES =
      IntStream.range(0, 256).filter(RandomBytes::exists).toArray();

  private final long seed;
  private final Map<String, Integer> ends = new TreeMap<>();

  /** The series of a seed. */
  public RandomBytes(long seed) {
    this.seed = seed;
  }

  private static boolean exists(int opcode) {
    byte[] slots = new byte[2 * SLOT];
    slots[0] = (byte) opcode;
    return !(Code.decode(slots, ByteOrder.LITTLE_ENDIAN).instructions().get(0) instanceof Raw);
  }

  /** The program at an index of the series. */
  public byte[] program(int index) {
    Dice dice = Dice.of(seed, index);
    return switch (index % 3) {
      case 0 -> bytes(dice, dice.between(1, dice.percent(2) ? 4096 : 40));
      case 1 -> slots(dice, dice.between(1, 60));
      default -> mutated(dice);
    };
  }

  private static byte[] bytes(Dice dice, int slots) {
    byte[] bytes = new byte[SLOT * slots];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) dice.bits();
    }
    return bytes;
  }

  /** Opcodes that exist, registers that exist, small offsets, immediates at the edges. */
  private static byte[] slots(Dice dice, int count) {
    byte[] bytes = new byte[SLOT * count];
    for (int at = 0; at < bytes.length; at += SLOT) {
      bytes[at] = (byte) OPCODES[dice.below(OPCODES.length)];
      bytes[at + 1] = (byte) (dice.below(11) | (dice.percent(50) ? dice.below(11) : 0) << 4);
      int offset = dice.percent(40) ? 0 : dice.between(-32, 32);
      bytes[at + 2] = (byte) offset;
      bytes[at + 3] = (byte) (offset >> 8);
      int immediate = dice.percent(30) ? dice.below(212) : dice.constant();
      for (int i = 0; i < 4; i++) {
        bytes[at + 4 + i] = (byte) (immediate >> 8 * i);
      }
    }
    return bytes;
  }

  private static byte[] mutated(Dice dice) {
    ProgramType type = dice.pick(ProgramType.XDP, ProgramType.SCHED_CLS);
    List<Instruction> instructions =
        new ArrayList<>(ProgramWriter.write(dice, type).instructions());
    // There are no maps: their addresses become numbers.
    instructions.replaceAll(
        i ->
            i instanceof LoadImm64 load
                ? new LoadImm64(load.dst(), new Imm64.Number(dice.bits()))
                : i);
    byte[] bytes = Code.of(instructions).encode(ByteOrder.LITTLE_ENDIAN);
    for (int i = dice.between(0, 6); i > 0; i--) {
      bytes[dice.below(bytes.length)] ^= (byte) (1 << dice.below(8));
    }
    return bytes;
  }

  /** Runs the programs from an index on, each on a frame, a socket buffer, or bare memory. */
  public void run(int from, int count) {
    for (int start = from; start < from + count; start += BATCH) {
      runBatch(start, Math.min(BATCH, from + count - start));
    }
  }

  private void runBatch(int start, int count) {
    List<ProgramSpec> programs = new ArrayList<>();
    for (int index = start; index < start + count; index++) {
      Code code = Code.decode(program(index), ByteOrder.LITTLE_ENDIAN);
      programs.add(ProgramSpec.of("p" + index, "raw", ProgramType.SYSCALL, code));
    }
    ObjectSpec object =
        new ObjectSpec(
            "bytes",
            ByteOrder.LITTLE_ENDIAN,
            "GPL",
            programs,
            List.of(),
            List.of(),
            Btf.EMPTY,
            List.of());
    Vm vm = Vm.builder(object).budget(BUDGET).build();
    for (int index = start; index < start + count; index++) {
      try {
        Run run = vm.run("p" + index, input(index));
        ends.merge(run.fault().map(Fault::kind).map(Enum::name).orElse("result"), 1, Integer::sum);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("program " + seed + ":" + index + " ended in " + e, e);
      }
    }
  }

  private static Input input(int index) {
    return switch (index / 3 % 3) {
      case 0 -> Input.ofTestRun(ProgramType.XDP, null, PACKET).orElseThrow();
      case 1 -> Input.ofTestRun(ProgramType.SCHED_CLS, null, PACKET).orElseThrow();
      default -> new Input.Memory(PACKET);
    };
  }

  /** How many programs ended in a result, and in each kind of fault. */
  public Map<String, Integer> ends() {
    return Map.copyOf(ends);
  }
}
