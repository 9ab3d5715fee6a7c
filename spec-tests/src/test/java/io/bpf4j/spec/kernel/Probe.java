package io.bpf4j.spec.kernel;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.loader.ProgramLoad;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.LiveKernel;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.verifier.ProgramVerdict;
import io.bpf4j.verifier.Verifier;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the live kernel about small programs; owns the maps that they share. */
final class Probe implements AutoCloseable {
  private final BpfSystem kernel = LiveKernel.require();
  private final Map<String, BpfMap> maps = new HashMap<>();

  /** Creates a map that programs may refer to by its name; the previous one of that name goes. */
  BpfMap map(MapSpec spec) {
    BpfMap created = kernel.createMap(spec);
    BpfMap before = maps.put(spec.name(), created);
    if (before != null) {
      before.close();
    }
    return created;
  }

  /** The verdict on a program under the GPL, with the path to the fault in its log. */
  KernelVerdict ask(Variant variant, Code code) {
    return ask(variant, code, "GPL", LogLevel.LEVEL1);
  }

  KernelVerdict ask(Variant variant, Code code, String license, LogLevel level) {
    int flags = variant.type() == ProgramType.SYSCALL ? ProgramLoad.FLAG_SLEEPABLE : 0;
    ProgramLoad load =
        ProgramLoad.of(program(variant, code), license).withMaps(maps).withFlags(flags);
    return kernel.verdict(load.withLogLevel(level));
  }

  /** What the offline verifier says of the same program. */
  ProgramVerdict offline(Variant variant, Code code) {
    List<MapSpec> specs = maps.values().stream().map(BpfMap::spec).toList();
    ObjectSpec object =
        new ObjectSpec(
            "probe",
            ByteOrder.nativeOrder(),
            "GPL",
            List.of(program(variant, code)),
            List.of(),
            specs,
            Btf.EMPTY,
            List.of());
    Verifier verifier = Verifier.of(KernelProfile.builtIn("6.18"));
    return verifier.verify(object).programs().get(0);
  }

  private static ProgramSpec program(Variant variant, Code code) {
    return new ProgramSpec(
        "probe",
        "probe",
        variant.type(),
        variant.attachType(),
        code,
        List.of(new FunctionEntry("probe", 0, Linkage.GLOBAL, 0)),
        List.of());
  }

  @Override
  public void close() {
    maps.values().forEach(BpfMap::close);
    maps.clear();
  }
}
