package io.bpf4j.spec.run;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.generate.Dice;
import io.bpf4j.spec.generate.MapKit;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

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
    List<MapSpec> maps = MapKit.usedBy(code, Maps.ALL);
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
