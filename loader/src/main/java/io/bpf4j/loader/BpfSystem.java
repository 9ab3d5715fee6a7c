package io.bpf4j.loader;

import io.bpf4j.KernelException;
import io.bpf4j.LinkException;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Register;
import io.bpf4j.loader.sys.Syscalls;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.BpfCommand;
import io.bpf4j.uapi.ProgramType;
import java.util.Map;

/** A kernel that runs BPF programs: creates maps in it, and asks it about programs. Thread-safe. */
public final class BpfSystem {
  private static BpfSystem thisMachine;

  private final Kernel kernel;

  BpfSystem(Syscalls syscalls) {
    this.kernel = new Kernel(syscalls);
  }

  /**
   * The kernel of the machine that this runs on.
   *
   * @throws KernelException where this is not Linux, or its processor is not known, or JNA has no
   *     native library for it
   */
  public static synchronized BpfSystem ofThisMachine() {
    if (thisMachine == null) {
      thisMachine = new BpfSystem(Syscalls.ofThisMachine());
    }
    return thisMachine;
  }

  /**
   * Whether this process can load programs into the kernel that it runs on, and if not, why: tried
   * with a smallest XDP program. Never throws.
   */
  public static Availability availability() {
    try {
      return ofThisMachine().probe();
    } catch (KernelException e) {
      return new Availability(false, e.getMessage());
    }
  }

  Availability probe() {
    Code code = Code.build(c -> c.mov(Register.R0, 0).exit());
    ProgramSpec probe = ProgramSpec.of("bpf4j_probe", "xdp", ProgramType.XDP, code);
    try {
      load(ProgramLoad.of(probe, "")).close();
      return new Availability(true, "");
    } catch (KernelException e) {
      return new Availability(false, e.getMessage());
    }
  }

  Kernel kernel() {
    return kernel;
  }

  /**
   * Creates an empty map, without BTF; its contents are for {@link BpfObject}.
   *
   * @throws KernelException where the kernel refuses
   */
  public BpfMap createMap(MapSpec spec) {
    return new BpfMap(spec, new MapCreation(kernel, 0).create(spec, spec.name()));
  }

  /**
   * Loads an object into this kernel.
   *
   * @throws KernelException where the kernel refuses a map or a program; nothing stays open then
   * @throws LinkException where the object refers to what it does not have, or was made for another
   *     byte order
   */
  public BpfObject load(ObjectSpec object, LoadOptions options) {
    return new ObjectLoading(this, object, options).load();
  }

  /**
   * Asks the kernel's verifier about each program of an object, with its maps and types, and keeps
   * nothing: a rejection is a value.
   *
   * @return the verdicts by program, in the object's order
   * @throws KernelException where the kernel refuses a map or the types, or gives no verdict
   * @throws LinkException as for {@link #load(ObjectSpec, LoadOptions)}
   */
  public Map<String, KernelVerdict> verdicts(ObjectSpec object, LoadOptions options) {
    return new ObjectLoading(this, object, options).verdicts();
  }

  /**
   * The index of a network interface in the calling thread's network namespace.
   *
   * @throws KernelException where there is no interface of that name
   */
  public int interfaceIndex(String name) {
    int index = kernel.syscalls().interfaceIndex(name);
    if (index <= 0) {
      throw Diagnosis.failure("if_nametoindex() of " + name, -index);
    }
    return index;
  }

  /**
   * Loads a program. Where the kernel refuses and no log was asked for, it is asked a second time
   * with {@link LogLevel#LEVEL1}, so that the exception has a log.
   *
   * @throws KernelException where the kernel refuses; its log is whole
   * @throws LinkException as for {@link #verdict}
   */
  public BpfProgram load(ProgramLoad load) {
    return load(load, DebugInfo.NONE);
  }

  BpfProgram load(ProgramLoad load, DebugInfo debug) {
    ProgramLoading loading = new ProgramLoading(kernel, load, debug);
    ProgramLoading.Answer answer = loading.answer(load.logLevel());
    if (answer.result() < 0 && load.logLevel() == LogLevel.NONE) {
      answer = loading.answer(LogLevel.LEVEL1);
    }
    if (answer.result() < 0) {
      throw failure(load, -answer.result(), answer.log());
    }
    return new BpfProgram(kernel, load.program(), answer.result(), answer.log());
  }

  /**
   * Asks the kernel's verifier, and keeps nothing: a rejection is a value.
   *
   * @throws KernelException where the kernel gives no verdict, as it is out of memory or
   *     descriptors, or has no bpf()
   * @throws LinkException where the program refers to a map that {@code load} lacks, or is not
   *     linked
   */
  public KernelVerdict verdict(ProgramLoad load) {
    return verdict(load, DebugInfo.NONE);
  }

  KernelVerdict verdict(ProgramLoad load, DebugInfo debug) {
    ProgramLoading.Answer answer = new ProgramLoading(kernel, load, debug).answer(load.logLevel());
    if (answer.result() >= 0) {
      new Descriptor(kernel, "program " + load.program().name(), answer.result()).close();
      return new KernelVerdict(true, 0, answer.log());
    }
    int errno = -answer.result();
    return switch (errno) {
      case Errno.EAGAIN,
          Errno.ENOMEM,
          Errno.EFAULT,
          Errno.ENFILE,
          Errno.EMFILE,
          Errno.ENOSPC,
          Errno.ENOSYS ->
          throw failure(load, errno, answer.log());
      default -> new KernelVerdict(false, errno, answer.log());
    };
  }

  private static KernelException failure(ProgramLoad load, int errno, String log) {
    ProgramSpec program = load.program();
    String what = "program " + program.name() + " (" + program.type() + ")";
    return Diagnosis.failure(BpfCommand.PROG_LOAD, what, errno, log);
  }
}
