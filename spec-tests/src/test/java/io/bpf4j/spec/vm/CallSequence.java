package io.bpf4j.spec.vm;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.KernelException;
import io.bpf4j.asm.Disassembler;
import io.bpf4j.btf.Btf;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Run;
import io.bpf4j.vm.Vm;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A program that makes calls one after the other and notes what each returns, run by the kernel and
 * by the VM. R6 points to the bytes of the map {@code in}, R7 to those of the map {@code out}, of
 * which the first 8 for each call are its result.
 */
final class CallSequence {
  static final int BYTES = 4096;

  private static final int EINVAL = 22;

  /** Where calls may write in the map {@code out}: behind the results. */
  static final int RESULTS = 1024;

  private static final byte[] KEY = new byte[4];
  private static final byte[] PACKET = new byte[64];

  private final List<MapSpec> maps = new ArrayList<>();
  private final List<Consumer<CodeBuilder>> calls = new ArrayList<>();

  CallSequence(MapSpec... maps) {
    this.maps.add(MapSpec.of("in", MapType.ARRAY, 4, BYTES, 1));
    this.maps.add(MapSpec.of("out", MapType.ARRAY, 4, BYTES, 1));
    this.maps.addAll(List.of(maps));
  }

  /** Adds a call: code that sets arguments and makes it; R6 and R7 must stay. */
  void add(Consumer<CodeBuilder> call) {
    calls.add(call);
  }

  /** Puts a pointer to a map's bytes into a register, or ends the program. */
  private static void pointer(CodeBuilder b, String map, Register to, Label end) {
    b.store(Size.W, R10, -4, new Imm(0)).loadMap(R1, map).mov(R2, R10).alu(AluOp.ADD, R2, -4);
    b.callHelper(Helper.MAP_LOOKUP_ELEM.number()).jump(JumpOp.JEQ, R0, 0, end).mov(to, R0);
  }

  private ObjectSpec object() {
    Code code =
        Code.build(
            b -> {
              Label end = b.newLabel("end");
              pointer(b, "in", R6, end);
              pointer(b, "out", R7, end);
              for (int i = 0; i < calls.size(); i++) {
                calls.get(i).accept(b);
                b.store(Size.DW, R7, 8 * i, R0);
              }
              b.bind(end).mov(R0, 2).exit();
            });
    ProgramSpec program = ProgramSpec.of("main", "xdp", ProgramType.XDP, code);
    return new ObjectSpec(
        "calls",
        ByteOrder.LITTLE_ENDIAN,
        "GPL",
        List.of(program),
        List.of(),
        maps,
        Btf.EMPTY,
        List.of());
  }

  /** Requires the same results, and the same contents of maps with keys, in kernel and VM. */
  void compare(byte[] in, String what) {
    ObjectSpec object = object();
    Vm vm = Vm.of(object);
    vm.map("in").orElseThrow().update(KEY, in);
    Run run = vm.run("main", Input.Xdp.of(PACKET));
    assertThat(run.fault()).as(() -> what + listing(object)).isEmpty();
    try (BpfObject loaded = BpfSystem.ofThisMachine().load(object, LoadOptions.DEFAULT)) {
      loaded.map("in").update(KEY, in);
      loaded.program("main").testRun(PACKET);
      byte[] expected = loaded.map("out").lookup(KEY).orElseThrow();
      byte[] actual = vm.map("out").orElseThrow().lookup(KEY).orElseThrow();
      int differs = Arrays.mismatch(actual, expected);
      assertThat(differs)
          .as(() -> what + ": " + place(differs, actual, expected) + listing(object))
          .isEqualTo(-1);
      for (MapSpec map : maps) {
        if (map.keySize() > 0 && !map.type().name().contains("PERCPU")) {
          assertThat(contents(vm, map.name()))
              .as(() -> what + ": map " + map.name() + listing(object))
              .isEqualTo(contents(loaded, map.name()));
        }
      }
    }
  }

  /** Like {@link #compare}; where the kernel refuses the program, the VM must answer EINVAL. */
  void compareOrRefuse(byte[] in, String what) {
    try {
      compare(in, what);
    } catch (KernelException e) {
      assertThat(e).hasMessageContaining("PROG_LOAD");
      Vm vm = Vm.of(object());
      vm.map("in").orElseThrow().update(KEY, Arrays.copyOf(in, BYTES));
      assertThat(vm.run("main", Input.Xdp.of(PACKET)).fault()).isEmpty();
      byte[] out = vm.map("out").orElseThrow().lookup(KEY).orElseThrow();
      assertThat(out[0]).as(what + ": " + e.getMessage()).isEqualTo((byte) -EINVAL);
    }
  }

  private static String place(int at, byte[] actual, byte[] expected) {
    if (at < 0) {
      return "";
    }
    int start = at & ~7;
    return "offset "
        + at
        + (at < RESULTS ? " (call " + at / 8 + ")" : "")
        + ": the VM has "
        + Arrays.toString(Arrays.copyOfRange(actual, start, start + 8))
        + ", the kernel "
        + Arrays.toString(Arrays.copyOfRange(expected, start, start + 8))
        + "; first text: <"
        + text(actual)
        + "> and <"
        + text(expected)
        + ">";
  }

  private static String text(byte[] out) {
    return new String(out, RESULTS, 64, StandardCharsets.ISO_8859_1);
  }

  private static Map<String, String> contents(Vm vm, String name) {
    Map<String, String> contents = new TreeMap<>();
    for (byte[] key : vm.map(name).orElseThrow().keys()) {
      byte[] value = vm.map(name).orElseThrow().lookup(key).orElseThrow();
      contents.put(Arrays.toString(key), Arrays.toString(value));
    }
    return contents;
  }

  private static Map<String, String> contents(BpfObject loaded, String name) {
    Map<String, String> contents = new TreeMap<>();
    for (byte[] key : loaded.map(name).keys()) {
      byte[] value = loaded.map(name).lookup(key).orElseThrow();
      contents.put(Arrays.toString(key), Arrays.toString(value));
    }
    return contents;
  }

  private static String listing(ObjectSpec object) {
    return "\n" + Disassembler.llvm().listing(object.programs().get(0).code(), new TreeMap<>());
  }
}
