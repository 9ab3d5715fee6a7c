package io.bpf4j.spec.compare;

import io.bpf4j.KernelException;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.loader.ProgramLoad;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.MapType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Asks the running kernel's verifier about programs; keeps the maps that they share. */
public final class KernelOracle implements AutoCloseable {
  private static final int ENOMEM = 12;
  private static final int EFAULT = 14;

  private final BpfSystem system = BpfSystem.ofThisMachine();
  private final Map<MapSpec, BpfMap> maps = new HashMap<>();

  /**
   * The kernel's verdict on the first program of a linked object.
   *
   * @throws io.bpf4j.KernelException where the kernel gives no verdict
   */
  public KernelVerdict verdict(ObjectSpec object, LogLevel level) {
    ProgramSpec program = object.programs().get(0);
    boolean whole = object.maps().stream().anyMatch(MapSpec::isGlobalData);
    if (whole || !object.btf().types().isEmpty()) {
      // Types and contents of maps are loaded with the whole object.
      LoadOptions options = LoadOptions.DEFAULT.withLogLevel(level);
      return rejectionAsValue(() -> system.verdicts(object, options).get(program.name()));
    }
    Map<String, BpfMap> used = new HashMap<>();
    List<BpfMap> own = new ArrayList<>();
    try {
      for (MapSpec spec : object.maps()) {
        used.put(spec.name(), spec.type() == MapType.PROG_ARRAY ? fresh(spec, own) : shared(spec));
      }
      ProgramLoad load = ProgramLoad.of(program, object.license());
      return rejectionAsValue(() -> system.verdict(load.withMaps(used).withLogLevel(level)));
    } finally {
      own.forEach(BpfMap::close);
    }
  }

  /** The kernel's log of the one program of an object: each instruction on each path. */
  public String log(ObjectSpec object) {
    try {
      return verdict(object, LogLevel.LEVEL2).log();
    } catch (KernelException e) {
      return e.log();
    }
  }

  /** The kernel's answer about the one program of an object, with its message and statistics. */
  public KernelAnswer answer(ObjectSpec object) {
    // The statistics level has the message of a rejection, but none of the states before it.
    try {
      return KernelAnswer.of(verdict(object, LogLevel.STATS));
    } catch (KernelException e) {
      return KernelAnswer.none(e);
    }
  }

  /** A prog array belongs to the first program that uses it, and to its type: it is not shared. */
  private BpfMap fresh(MapSpec spec, List<BpfMap> own) {
    BpfMap map = system.createMap(spec);
    own.add(map);
    return map;
  }

  private BpfMap shared(MapSpec spec) {
    return maps.computeIfAbsent(spec, system::createMap);
  }

  private static KernelVerdict rejectionAsValue(Supplier<KernelVerdict> question) {
    try {
      return question.get();
    } catch (KernelException e) {
      // The verifier itself answers so where branches pile up, and where it meets a bug of its own.
      boolean answers =
          (e.errno() == EFAULT || e.errno() == ENOMEM)
              && (e.log().contains("jumps is too complex")
                  || e.log().contains("No program to jit"));
      if (answers) {
        return new KernelVerdict(false, e.errno(), e.log());
      }
      throw e;
    }
  }

  @Override
  public void close() {
    maps.values().forEach(BpfMap::close);
    maps.clear();
  }
}
