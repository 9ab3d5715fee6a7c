package io.bpf4j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.asm.Assembler;
import io.bpf4j.asm.Disassembler;
import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.loader.TestRun;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Run;
import io.bpf4j.vm.Vm;
import io.bpf4j.vm.VmMap;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the conformance directory: as text, as bytes, in the VM and in the kernel. */
class ConformanceTest {
  private static final List<ByteOrder> ORDERS =
      List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  private static final byte[] KEY = new byte[4];
  private static final int ETHERNET_HEADER = 14;

  /** IEEE 802, local experimental 1: of IP the kernel wants to see a header. */
  private static final int EXPERIMENTAL_ETHERTYPE = 0x88b5;

  static Stream<ConformanceCase> cases() {
    return Conformance.cases();
  }

  static Stream<ConformanceCase> kernelCases() {
    return cases().filter(it -> it.withoutKernel() == null);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void textIsKept(ConformanceCase it) {
    Code code = Assembler.code(it.program());
    for (Disassembler disassembler : List.of(Disassembler.llvm(), Disassembler.kernel())) {
      String listing = disassembler.listing(code, new TreeMap<>());
      assertThat(Assembler.code(listing)).as(listing).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bytesAreKept(ConformanceCase it) {
    Code code = Assembler.code(it.program());
    for (ByteOrder order : ORDERS) {
      byte[] bytes = code.encode(order, CaseReferences.OF_OBJECT_FILES);
      Code decoded = Code.decode(bytes, order);
      assertThat(CaseReferences.withoutNames(code)).isEqualTo(decoded);
      assertThat(decoded.encode(order)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theVmDoesWhatItSays(ConformanceCase it) {
    List<String> wrong = new ArrayList<>();
    for (ByteOrder order : ORDERS) {
      Vm vm = Vm.of(object(it, order));
      VmMap io = vm.map("io").orElseThrow();
      for (ConformanceRow row : it.rows()) {
        if (row.isFor(order)) {
          io.update(KEY, row.value(order));
          Input input = Input.ofTestRun(ProgramType.SOCKET_FILTER, null, frame(row)).orElseThrow();
          Run run = vm.run("main", input);
          String difference = row.difference(io.lookup(KEY).orElseThrow(), order);
          run.fault().ifPresent(fault -> wrong.add(order + " " + row.text() + ": " + fault));
          check(wrong, order, row, run.returnValue(), difference);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @RequiresKernel
  @ParameterizedTest
  @MethodSource("kernelCases")
  void theKernelDoesWhatItSays(ConformanceCase it) {
    List<String> wrong = new ArrayList<>();
    ByteOrder order = ByteOrder.nativeOrder();
    ObjectSpec object = object(it, order);
    try (BpfObject loaded = BpfSystem.ofThisMachine().load(object, LoadOptions.DEFAULT)) {
      BpfMap io = loaded.map("io");
      for (ConformanceRow row : it.rows()) {
        if (row.isFor(order)) {
          io.update(KEY, row.value(order));
          TestRun run = loaded.program("main").testRun(frame(row));
          String difference = row.difference(io.lookup(KEY).orElseThrow(), order);
          check(wrong, order, row, run.returnValue(), difference);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(
      List<String> wrong, ByteOrder order, ConformanceRow row, int returned, String difference) {
    if (returned != row.expectedReturn() || !difference.isEmpty()) {
      wrong.add(order + " " + row.text() + ": returned " + returned + difference);
    }
  }

  private static byte[] frame(ConformanceRow row) {
    // The kernel runs no program on a frame without payload.
    byte[] frame = new byte[ETHERNET_HEADER + Math.max(1, row.packet().length)];
    frame[12] = (byte) (EXPERIMENTAL_ETHERTYPE >> 8);
    frame[13] = (byte) EXPERIMENTAL_ETHERTYPE;
    System.arraycopy(row.packet(), 0, frame, ETHERNET_HEADER, row.packet().length);
    return frame;
  }

  private static ObjectSpec object(ConformanceCase it, ByteOrder order) {
    Code code = Assembler.code(it.program());
    ProgramSpec program = ProgramSpec.of("main", "socket", ProgramType.SOCKET_FILTER, code);
    MapSpec io = MapSpec.of("io", MapType.ARRAY, KEY.length, ConformanceRow.VALUE_SIZE, 1);
    return new ObjectSpec(
        "conformance",
        order,
        "GPL",
        List.of(program),
        List.of(),
        List.of(io),
        Btf.EMPTY,
        List.of());
  }
}
