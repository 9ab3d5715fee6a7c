package io.bpf4j.benchmarks;

import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.TestRun;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Run;
import io.bpf4j.vm.Vm;
import io.bpf4j.vm.VmProgram;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Nanoseconds an instruction, of the same programs in the VM and in the kernel (its JIT, through
 * BPF_PROG_TEST_RUN; needs its permissions).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VmBenchmark {
  /** How many instructions a run of each program executes; checked before measuring. */
  static final int ALU = 16_006;

  static final int CHECKSUM = 2_575;
  static final int MAPS = 1_989;

  /** How often one system call runs the program; the call itself still counts: see the README. */
  private static final int REPEAT = 1_000;

  /** A program in the VM. */
  abstract static class InVm {
    private final String name;
    private final int instructions;
    private final Input input = Input.Xdp.of(Subject.packet());
    private VmProgram program;

    InVm(String name, int instructions) {
      this.name = name;
      this.instructions = instructions;
    }

    /** Prepares the VM. */
    @Setup
    public void start() {
      program = Vm.of(Subject.object(name)).program(name);
      // The first run fills the maps.
      program.run(input);
      program.run(input);
      if (program.fault().isPresent() || program.instructions() != instructions) {
        Run run = program.result();
        throw new IllegalStateException(name + " is not as it is expected to be: " + run);
      }
    }

    long run() {
      return program.run(input);
    }
  }

  /** A program in the kernel. */
  abstract static class InKernel {
    private final String name;
    private final byte[] packet = Subject.packet();
    private BpfObject loaded;

    InKernel(String name) {
      this.name = name;
    }

    /** Loads the program, and compares its result with the VM's. */
    @Setup
    public void load() {
      ObjectSpec object = Subject.object(name);
      loaded = BpfObject.load(object);
      int expected = Vm.of(object).run(name, Input.Xdp.of(packet)).returnValue();
      int returned = loaded.program(name).testRun(packet).returnValue();
      if (returned != expected) {
        throw new IllegalStateException(name + ": " + returned + ", in the VM " + expected);
      }
    }

    /** Unloads the program. */
    @TearDown
    public void unload() {
      loaded.close();
    }

    TestRun run() {
      return loaded.program(name).testRun(packet, new byte[0], REPEAT);
    }
  }

  /** A loop of arithmetic. */
  @State(Scope.Benchmark)
  public static class AluInVm extends InVm {
    public AluInVm() {
      super("alu", ALU);
    }
  }

  /** The same in the kernel. */
  @State(Scope.Benchmark)
  public static class AluInKernel extends InKernel {
    public AluInKernel() {
      super("alu");
    }
  }

  /** A sum of 1024 bytes of the packet, 16 bits at a time. */
  @State(Scope.Benchmark)
  public static class ChecksumInVm extends InVm {
    public ChecksumInVm() {
      super("checksum", CHECKSUM);
    }
  }

  /** The same in the kernel. */
  @State(Scope.Benchmark)
  public static class ChecksumInKernel extends InKernel {
    public ChecksumInKernel() {
      super("checksum");
    }
  }

  /** Lookups and updates of a hash map and an array. */
  @State(Scope.Benchmark)
  public static class MapsInVm extends InVm {
    public MapsInVm() {
      super("maps", MAPS);
    }
  }

  /** The same in the kernel. */
  @State(Scope.Benchmark)
  public static class MapsInKernel extends InKernel {
    public MapsInKernel() {
      super("maps");
    }
  }

  @Benchmark
  @OperationsPerInvocation(ALU)
  public long aluInVm(AluInVm subject) {
    return subject.run();
  }

  @Benchmark
  @OperationsPerInvocation(ALU * REPEAT)
  public TestRun aluInKernel(AluInKernel subject) {
    return subject.run();
  }

  @Benchmark
  @OperationsPerInvocation(CHECKSUM)
  public long checksumInVm(ChecksumInVm subject) {
    return subject.run();
  }

  @Benchmark
  @OperationsPerInvocation(CHECKSUM * REPEAT)
  public TestRun checksumInKernel(ChecksumInKernel subject) {
    return subject.run();
  }

  @Benchmark
  @OperationsPerInvocation(MAPS)
  public long mapsInVm(MapsInVm subject) {
    return subject.run();
  }

  @Benchmark
  @OperationsPerInvocation(MAPS * REPEAT)
  public TestRun mapsInKernel(MapsInKernel subject) {
    return subject.run();
  }
}
