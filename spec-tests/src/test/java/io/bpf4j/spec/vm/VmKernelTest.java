package io.bpf4j.spec.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.asm.Disassembler;
import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfProgram;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.loader.TestRun;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Run;
import io.bpf4j.vm.Vm;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The VM returns what the kernel's test run returns. A failure names its seed: {@code
 * RandomCode.of(seed)} is the program, and the packet comes from the same seed.
 */
@RequiresKernel
class VmKernelTest {
  private static final int PACKETS = 4;

  @Test
  void randomProgramsReturnTheSame() {
    compare(1_000_000, 300);
  }

  @Test
  @Tag("slow")
  void thousandsOfRandomProgramsReturnTheSame() {
    compare(2_000_000, 4_000);
  }

  private static void compare(long firstSeed, int programs) {
    Set<Integer> returned = new HashSet<>();
    for (long seed = firstSeed; seed < firstSeed + programs; seed++) {
      ObjectSpec object = object(RandomCode.of(seed));
      Vm vm = Vm.of(object);
      try (BpfObject loaded = BpfSystem.ofThisMachine().load(object, LoadOptions.DEFAULT)) {
        BpfProgram program = loaded.program("main");
        Random random = new Random(seed);
        for (int i = 0; i < PACKETS; i++) {
          returned.add(compare(seed, vm, program, packet(random)));
        }
      }
    }
    assertThat(returned).as("values that show a difference").hasSizeGreaterThan(programs * 3);
  }

  private static byte[] packet(Random random) {
    byte[] packet = new byte[RandomCode.PACKET_SIZE];
    random.nextBytes(packet);
    // Runs of equal bytes make equal values, zeros and signs, which random ones never are.
    for (int start = 0; start < packet.length; start += 8) {
      if (random.nextInt(3) == 0) {
        java.util.Arrays.fill(packet, start, start + 8, (byte) (random.nextInt(3) - 1));
      }
    }
    return packet;
  }

  private static int compare(long seed, Vm vm, BpfProgram program, byte[] packet) {
    TestRun expected = program.testRun(packet);
    Run run = vm.run("main", Input.Xdp.of(packet));
    assertThat(run.fault()).as("seed " + seed).isEmpty();
    assertThat(run.returnValue())
        .as(() -> "seed " + seed + "\n" + listing(program.spec().code()))
        .isEqualTo(expected.returnValue());
    assertThat(run.packet()).as("seed " + seed).isEqualTo(expected.packet());
    return run.returnValue();
  }

  private static String listing(Code code) {
    return Disassembler.llvm().listing(code, new TreeMap<>());
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
}
