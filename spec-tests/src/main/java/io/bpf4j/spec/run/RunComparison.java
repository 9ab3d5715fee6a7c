package io.bpf4j.spec.run;

import io.bpf4j.KernelException;
import io.bpf4j.isa.Instruction;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.loader.TestRun;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Run;
import io.bpf4j.vm.SocketBuffer;
import io.bpf4j.vm.Vm;
import io.bpf4j.vm.VmMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs programs in the VM and in the kernel. */
public final class RunComparison {
  private static final int ETHERNET_HEADER = 14;

  /** What the kernel's test run hands back of struct __sk_buff: offset and size. */
  private static final int[][] RETURNED = {{8, 4}, {32, 4}, {48, 20}, {152, 8}, {160, 4}};

  /**
   * What came of one program.
   *
   * @param program what was run
   * @param refusal the last line of the kernel's log where it does not load it, "" where it does
   * @param difference what differs, "" where nothing does
   */
  public record Result(RandomProgram program, String refusal, String difference) {
    /** Whether the kernel took the program. */
    public boolean accepted() {
      return refusal.isEmpty();
    }
  }

  private final Coverage coverage;

  /** Counts what the programs execute. */
  public RunComparison(Coverage coverage) {
    this.coverage = coverage;
  }

  /** Runs one program on all of its inputs. */
  public Result compare(RandomProgram program) {
    BpfObject loaded;
    try {
      loaded = BpfSystem.ofThisMachine().load(program.object(), LoadOptions.DEFAULT);
    } catch (KernelException e) {
      if (!e.syscall().contains("PROG_LOAD")) {
        throw e;
      }
      List<String> lines = e.log().lines().filter(l -> !l.startsWith("processed")).toList();
      String last = lines.isEmpty() ? e.getMessage() : lines.get(lines.size() - 1);
      return new Result(program, last, "");
    }
    try (loaded) {
      return new Result(program, "", difference(program, loaded));
    }
  }

  private String difference(RandomProgram program, BpfObject kernel) {
    BitSet executed = new BitSet();
    Vm vm = Vm.builder(program.object()).tracer((name, pc, after) -> executed.set(pc)).build();
    fill(program, kernel, vm);
    for (int i = 0; i < program.inputs().size(); i++) {
      RandomInput input = program.inputs().get(i);
      TestRun expected = kernel.program("main").testRun(input.packet(), input.kernelContext(), 1);
      Run run = vm.run("main", input.vmInput());
      String difference = difference(input, expected, run);
      String inMaps = mapDifference(program, kernel, vm);
      difference += difference.isEmpty() || inMaps.isEmpty() ? inMaps : "\n" + inMaps;
      if (!difference.isEmpty()) {
        return "input " + i + ": " + difference;
      }
    }
    List<Instruction> instructions = new ArrayList<>();
    executed.stream()
        .forEach(
            pc -> {
              var code = program.program().code();
              instructions.add(code.instructions().get(code.indexAt(pc)));
            });
    coverage.add(program.program().type(), instructions);
    return "";
  }

  /** The same contents for the maps of both. */
  private static void fill(RandomProgram program, BpfObject kernel, Vm vm) {
    for (MapSpec map : program.object().maps()) {
      int entries = map.isGlobalData() ? 0 : Math.min(3, map.maxEntries());
      for (int key = 0; key < entries; key++) {
        byte[] keyBytes = {(byte) key, 0, 0, 0};
        byte[] value = new byte[map.valueSize()];
        for (int i = 0; i < value.length; i++) {
          value[i] = (byte) (program.index() * 31 + key * 17 + i * i);
        }
        kernel.map(map.name()).update(keyBytes, value);
        vm.map(map.name()).orElseThrow().update(keyBytes, value);
      }
    }
  }

  private static String difference(RandomInput input, TestRun expected, Run run) {
    if (run.fault().isPresent()) {
      return "the VM faults: " + run.fault().get();
    }
    if (run.returnValue() != expected.returnValue()) {
      return String.format(
          "the kernel returns %08x, the VM %08x", expected.returnValue(), run.returnValue());
    }
    boolean buffer = input.type() != ProgramType.XDP;
    byte[] before = run.metadata();
    if (buffer && !SocketBuffer.seesLinkHeader(input.type())) {
      // The test run puts an empty Ethernet header before what the program left.
      before = new byte[ETHERNET_HEADER];
    }
    byte[] packet = Arrays.copyOf(before, before.length + run.packet().length);
    System.arraycopy(run.packet(), 0, packet, before.length, run.packet().length);
    if (!Arrays.equals(packet, expected.packet())) {
      return "packets differ" + bothOf(expected.packet(), packet);
    }
    for (int[] field : buffer ? RETURNED : new int[0][]) {
      byte[] theirs = Arrays.copyOfRange(expected.context(), field[0], field[0] + field[1]);
      byte[] ours = Arrays.copyOfRange(run.context(), field[0], field[0] + field[1]);
      boolean visible = field[0] < 152 || input.type() == ProgramType.SCHED_CLS;
      if (visible && !Arrays.equals(ours, theirs)) {
        return "contexts differ at offset " + field[0] + bothOf(theirs, ours);
      }
    }
    return "";
  }

  private static String mapDifference(RandomProgram program, BpfObject kernel, Vm vm) {
    for (MapSpec spec : program.object().maps()) {
      Map<String, String> theirs = new TreeMap<>();
      BpfMap map = kernel.map(spec.name());
      HexFormat hex = HexFormat.of();
      for (byte[] key : map.keys()) {
        theirs.put(hex.formatHex(key), hex.formatHex(map.lookup(key).orElseThrow()));
      }
      Map<String, String> ours = new TreeMap<>();
      VmMap own = vm.map(spec.name()).orElseThrow();
      for (byte[] key : own.keys()) {
        ours.put(hex.formatHex(key), hex.formatHex(own.lookup(key).orElseThrow()));
      }
      if (!ours.equals(theirs)) {
        return "map " + spec.name() + "\n  kernel " + theirs + "\n  VM     " + ours;
      }
    }
    return "";
  }

  private static String bothOf(byte[] theirs, byte[] ours) {
    HexFormat hex = HexFormat.of();
    return "\n  kernel " + hex.formatHex(theirs) + "\n  VM     " + hex.formatHex(ours);
  }
}
