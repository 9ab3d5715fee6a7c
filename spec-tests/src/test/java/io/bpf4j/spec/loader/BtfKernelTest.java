package io.bpf4j.spec.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import io.bpf4j.spec.InstalledTools;
import io.bpf4j.spec.LiveKernel;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.RequiresTools;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Types and source lines in the running kernel. */
@RequiresKernel
class BtfKernelTest {
  private static final SourceLine BAD = new SourceLine("Filter.java", 17, 5, "xdp.bad(stack);");

  private static ObjectSpec object(
      Btf btf, List<ProgramSpec> programs, List<SubprogramSpec> subprograms, MapSpec... maps) {
    return new ObjectSpec(
        "btf_test",
        ByteOrder.nativeOrder(),
        "GPL",
        programs,
        subprograms,
        List.of(maps),
        btf,
        List.of());
  }

  private static int function(BtfBuilder types, String name) {
    int proto = types.add(new BtfType.FuncProto(types.add(signed()), List.of()));
    return types.add(new BtfType.Func(name, proto, BtfType.Linkage.GLOBAL));
  }

  private static BtfType signed() {
    return new BtfType.Int("int", 4, BtfType.IntEncoding.SIGNED, 0, 32);
  }

  private static Code readsBeyondTheStack() {
    return Code.build(c -> c.with(BAD).load(Size.DW, Register.R0, Register.R10, 8).exit());
  }

  /** The program has no line of its own, the subprogram has one: both functions get one. */
  private static ObjectSpec rejected(Btf btf, int outerType, int innerType) {
    Code outer = Code.build(c -> c.callSubprogram("inner").exit());
    ProgramSpec program =
        new ProgramSpec(
            "outer",
            "xdp",
            ProgramType.XDP,
            null,
            outer,
            List.of(new FunctionEntry("outer", 0, Linkage.GLOBAL, outerType)),
            List.of());
    SubprogramSpec subprogram =
        new SubprogramSpec(
            "inner", ".text", Linkage.STATIC, readsBeyondTheStack(), innerType, List.of());
    return object(btf, List.of(program), List.of(subprogram));
  }

  @Test
  void theLogNamesFunctionsFilesAndLines() {
    BtfBuilder types = new BtfBuilder();
    int outer = function(types, "outer");
    int inner = function(types, "inner");
    ObjectSpec object = rejected(types.build(), outer, inner);
    assertThatThrownBy(() -> BpfObject.load(object))
        .isInstanceOfSatisfying(
            KernelException.class,
            e ->
                assertThat(e.log())
                    .contains("; xdp.bad(stack); @ Filter.java:17")
                    .contains("Validating inner() func#1"));
  }

  @Test
  void linesNeedNoTypes() {
    assertThatThrownBy(() -> BpfObject.load(rejected(Btf.EMPTY, 0, 0)))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.log()).contains("@ Filter.java:17"));
  }

  @Test
  void verdictsOfEveryProgram() {
    Code good = Code.build(c -> c.with(BAD).mov(Register.R0, 2).exit());
    ObjectSpec object =
        object(
            Btf.EMPTY,
            List.of(
                ProgramSpec.of("bad", "xdp", ProgramType.XDP, readsBeyondTheStack()),
                ProgramSpec.of("good", "socket", ProgramType.SOCKET_FILTER, good)),
            List.of());
    Map<String, KernelVerdict> verdicts =
        LiveKernel.require().verdicts(object, LoadOptions.DEFAULT.withLogLevel(LogLevel.LEVEL1));
    assertThat(verdicts.keySet()).containsExactly("bad", "good");
    assertThat(verdicts.get("bad").reason()).contains("invalid read from stack");
    assertThat(verdicts.get("bad").log()).contains("@ Filter.java:17");
    assertThat(verdicts.get("good").accepted()).isTrue();
  }

  private static MapSpec typed(MapType type, int keySize, int flags, int key, int value) {
    int entries = type == MapType.RINGBUF ? 4096 : 4;
    return new MapSpec(
        "typed", type, keySize, 4, entries, flags, 0, false, key, value, null, MapSpec.EMPTY);
  }

  /** Types whose maps have a key of 4 bytes, whether or not the kernel takes types for them. */
  @ParameterizedTest
  @EnumSource(
      value = MapType.class,
      names = {
        "HASH", "ARRAY", "PROG_ARRAY", "PERF_EVENT_ARRAY", "PERCPU_HASH", "PERCPU_ARRAY",
        "CGROUP_ARRAY", "LRU_HASH", "LRU_PERCPU_HASH", "DEVMAP", "DEVMAP_HASH", "SOCKMAP",
        "SOCKHASH", "CPUMAP", "XSKMAP", "REUSEPORT_SOCKARRAY"
      })
  void typesNeverKeepAMapFromBeingCreated(MapType type) {
    BtfBuilder types = new BtfBuilder();
    int integer = types.add(signed());
    MapSpec map = typed(type, 4, 0, integer, integer);
    BpfObject.load(object(types.build(), List.of(), List.of(), map)).close();
  }

  @Test
  @RequiresTools("bpftool")
  void bpftoolShowsTypedElements() throws IOException, InterruptedException {
    BtfBuilder types = new BtfBuilder();
    int integer = types.add(signed());
    int pair =
        types.add(
            new BtfType.Struct(
                "pair", false, 4, List.of(new BtfType.Member("count", integer, 0, 0))));
    MapSpec spec = typed(MapType.HASH, 4, 0, integer, pair);
    try (BpfObject object = BpfObject.load(object(types.build(), List.of(), List.of(), spec))) {
      BpfMap map = object.map("typed");
      map.update(new byte[4], new byte[4]);
      String dump = run(InstalledTools.find("bpftool").orElseThrow(), "map", "dump", "id", id(map));
      assertThat(dump.replaceAll("\\s", "")).contains("\"key\":0,\"value\":{\"count\":0}");
    }
  }

  private static String id(BpfMap map) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/fdinfo", "" + map.descriptor())).stream()
        .filter(line -> line.startsWith("map_id:"))
        .map(line -> line.substring(7).strip())
        .findFirst()
        .orElseThrow();
  }

  private static String run(Path tool, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, tool.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  @Test
  void brokenTypesBringTheKernelsLog() {
    Btf broken = Btf.of(List.of(new BtfType.Ptr(7)));
    assertThatThrownBy(() -> BpfObject.load(object(broken, List.of(), List.of())))
        .isInstanceOfSatisfying(KernelException.class, e -> assertThat(e.log()).contains("PTR"))
        .hasMessageContaining("bpf(BTF_LOAD) of BTF of btf_test: EINVAL");
  }
}
