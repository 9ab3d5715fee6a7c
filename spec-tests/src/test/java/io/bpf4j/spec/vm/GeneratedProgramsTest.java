package io.bpf4j.spec.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.KernelException;
import io.bpf4j.asm.Disassembler;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Instruction;
import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfSystem;
import io.bpf4j.loader.LoadOptions;
import io.bpf4j.loader.TestRun;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Generator;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Fault;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Run;
import io.bpf4j.vm.Vm;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The generator's programs reach where straight-line code does not: loops, subprograms, maps,
 * packet bounds. Of those that the kernel accepts, the VM returns the same, or says what it lacks.
 */
@RequiresKernel
@Tag("slow")
class GeneratedProgramsTest {
  private static final long SEED = 77;
  private static final int PROGRAMS = 8_000;
  private static final int ETHERNET_HEADER = 14;

  /** Those whose test run makes up no socket that a program could look at. */
  private static final Set<ProgramType> TYPES =
      EnumSet.of(ProgramType.XDP, ProgramType.SOCKET_FILTER, ProgramType.SCHED_CLS);

  private static final Set<Helper> HARMLESS =
      EnumSet.of(
          Helper.MAP_LOOKUP_ELEM,
          Helper.MAP_UPDATE_ELEM,
          Helper.MAP_DELETE_ELEM,
          Helper.TAIL_CALL,
          Helper.SKB_LOAD_BYTES,
          Helper.XDP_ADJUST_HEAD,
          Helper.XDP_ADJUST_TAIL,
          Helper.XDP_ADJUST_META);

  @Test
  void acceptedProgramsReturnTheSame() {
    Generator generator = new Generator(SEED);
    int same = 0;
    int unsupported = 0;
    for (int index = 0; index < PROGRAMS; index++) {
      ObjectSpec object = generator.generate(index).object();
      ProgramSpec program = object.programs().get(0);
      if (!isTestRun(program) || !isHarmless(program)) {
        continue;
      }
      byte[] packet = packet(index);
      TestRun expected = kernel(object, packet);
      if (expected == null) {
        continue;
      }
      Run run = Vm.of(object).run("main", input(program.type(), packet));
      if (run.fault().map(Fault::kind).orElse(null) == Fault.Kind.UNSUPPORTED) {
        unsupported++;
        continue;
      }
      // A program may return an address, which is not the kernel's: the upper half names a region.
      if (run.r0() >>> 32 != 0 && run.r0() >>> 32 < 64) {
        continue;
      }
      String what = "seed " + SEED + " index " + index + "\n" + listing(program);
      assertThat(run.fault()).as(what).isEmpty();
      assertThat(run.returnValue()).as(what).isEqualTo(expected.returnValue());
      same++;
    }
    assertThat(same).as("programs that ran in both").isGreaterThan(PROGRAMS / 16);
    assertThat(unsupported).as("programs that the VM lacks something for").isLessThan(same / 5);
  }

  /** Programs for a devmap are not. */
  private static boolean isTestRun(ProgramSpec program) {
    return TYPES.contains(program.type()) && program.expectedAttachType().isEmpty();
  }

  /** What the kernel returns, null where it does not load the program. */
  private static TestRun kernel(ObjectSpec object, byte[] packet) {
    try (BpfObject loaded = BpfSystem.ofThisMachine().load(object, LoadOptions.DEFAULT)) {
      return loaded.program("main").testRun(packet);
    } catch (KernelException e) {
      if (e.syscall().contains("PROG_LOAD")) {
        return null;
      }
      throw e;
    }
  }

  private static byte[] packet(int seed) {
    byte[] packet = new byte[ETHERNET_HEADER + 64];
    new Random(seed).nextBytes(packet);
    packet[12] = 0x08;
    packet[13] = 0x00;
    return packet;
  }

  private static Input input(ProgramType type, byte[] packet) {
    return Input.ofTestRun(type, null, packet).orElseThrow();
  }

  /**
   * Whether it calls only helpers whose effects stay within the run, and whose results do not
   * depend on when and where it runs. The kernel runs a program in this process: one that sends a
   * signal would end it.
   */
  private static boolean isHarmless(ProgramSpec program) {
    for (Instruction instruction : program.code().instructions()) {
      if (instruction instanceof Call call
          && call.callee() instanceof Callee.Helper callee
          && !HARMLESS.contains(Helper.of(callee.id()))) {
        return false;
      }
    }
    return true;
  }

  private static String listing(ProgramSpec program) {
    return Disassembler.llvm().listing(program.code(), new TreeMap<>());
  }
}
