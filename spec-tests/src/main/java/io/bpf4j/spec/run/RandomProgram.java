package io.bpf4j.spec.run;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.generate.Dice;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A random program with what it is run on: a function of seed and index.
 *
 * @param seed of the series
 * @param index in the series
 * @param object the one program, called {@code main}, and its maps
 * @param inputs packets with their contexts, one run each
 */
public record RandomProgram(long seed, int index, ObjectSpec object, List<RandomInput> inputs) {
  private static final int INPUTS = 3;
  private static final List<ProgramType> TYPES =
      List.of(
          ProgramType.XDP,
          ProgramType.XDP,
          ProgramType.SCHED_CLS,
          ProgramType.SCHED_CLS,
          ProgramType.SOCKET_FILTER,
          ProgramType.CGROUP_SKB);

  public RandomProgram {
    inputs = List.copyOf(inputs);
  }

  /** The program at an index of a series. */
  public static RandomProgram of(long seed, int index) {
    Dice dice = Dice.of(seed, index);
    ProgramType type = dice.pick(TYPES);
    Code code = ProgramWriter.write(dice, type);
    List<RandomInput> inputs = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      inputs.add(RandomInput.of(dice, type));
    }
    return new RandomProgram(seed, index, object(type, code), inputs);
  }

  /** {@code seed:index}, from which the same comes again. */
  public String id() {
    return seed + ":" + index;
  }

  /** The one program. */
  public ProgramSpec program() {
    return object.programs().get(0);
  }

  private static ObjectSpec object(ProgramType type, Code code) {
    Set<String> used = new TreeSet<>();
    for (Instruction instruction : code.instructions()) {
      if (instruction instanceof LoadImm64 load) {
        if (load.value() instanceof Imm64.MapReference reference) {
          used.add(reference.map());
        } else if (load.value() instanceof Imm64.MapValueReference reference) {
          used.add(reference.map());
        }
      }
    }
    List<MapSpec> maps = Maps.ALL.stream().filter(map -> used.contains(map.name())).toList();
    FunctionEntry self = new FunctionEntry("main", 0, Linkage.GLOBAL, 0);
    AttachType attach = type == ProgramType.CGROUP_SKB ? AttachType.CGROUP_INET_INGRESS : null;
    ProgramSpec program =
        new ProgramSpec("main", section(type), type, attach, code, List.of(self), List.of());
    return new ObjectSpec(
        "random",
        ByteOrder.LITTLE_ENDIAN,
        "GPL",
        List.of(program),
        List.of(),
        maps,
        Btf.EMPTY,
        List.of());
  }

  private static String section(ProgramType type) {
    return switch (type) {
      case XDP -> "xdp";
      case SCHED_CLS -> "tc";
      case SOCKET_FILTER -> "socket";
      default -> "cgroup_skb/ingress";
    };
  }
}
