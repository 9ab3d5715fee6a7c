package io.bpf4j.vm;

import io.bpf4j.link.Linker;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.Helper;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Runs the programs of one object in user space. Maps keep their contents from run to run. Not
 * thread-safe: one run at a time, and no other access to its maps meanwhile.
 */
public final class Vm {
  /** How many instructions a run may execute where the builder says nothing. */
  public static final long DEFAULT_BUDGET = 1_000_000_000L;

  /** Kernel: CONFIG_NR_CPUS is at most this. */
  private static final int MAX_PROCESSORS = 8192;

  private final ObjectSpec object;
  private final Memory memory;
  private final Environment environment;
  private final MapTable maps;
  private final Map<String, Lowered> programs = new HashMap<>();
  private final Contexts contexts;
  private final HelperTable helpers;
  private final Interpreter interpreter;

  /** What ran last; null where nothing did. */
  private VmProgram last;

  private Vm(Builder builder) {
    object = builder.object.subprograms().isEmpty() ? builder.object : Linker.link(builder.object);
    memory = new Memory(object.byteOrder());
    PacketBytes packet = new PacketBytes(memory);
    contexts = new Contexts(memory, packet);
    environment = builder.environment.copy();
    Timers timers = new Timers(memory);
    Machine machine = new Machine(memory, environment, timers, this::callBack);
    maps = new MapTable(object, machine);
    helpers = BuiltInHelpers.of(machine, contexts);
    replaceHelpers(builder);
    interpreter =
        new Interpreter(memory, helpers, packet, this::lowered, builder.tracer, builder.budget);
  }

  /** The interpreter is made after what it calls. */
  private long callBack(long function, long r1, long r2, long r3, long r4) {
    return interpreter.call(function, r1, r2, r3, r4);
  }

  private void replaceHelpers(Builder builder) {
    builder.helpers.forEach(
        (helper, function) -> {
          ReplacedHelper entry = new ReplacedHelper(function, memory, environment, maps);
          entry.standsInFor(helpers.put(helper, entry));
        });
    builder.kfuncs.forEach(
        (name, function) ->
            helpers.putKfunc(name, new ReplacedHelper(function, memory, environment, maps)));
  }

  /** A VM with a clock that stands still, seed 0, and no output. */
  public static Vm of(ObjectSpec object) {
    return builder(object).build();
  }

  /**
   * Starts a VM for an object; its programs need not be linked.
   *
   * @param object not null
   */
  public static Builder builder(ObjectSpec object) {
    return new Builder(object);
  }

  /** The settings of a VM. */
  public static final class Builder {
    private final ObjectSpec object;
    private final Environment environment = new Environment();
    private final Map<Helper, HelperFunction> helpers = new EnumMap<>(Helper.class);
    private final Map<String, HelperFunction> kfuncs = new LinkedHashMap<>();
    private Tracer tracer;
    private long budget = DEFAULT_BUDGET;

    private Builder(ObjectSpec object) {
      this.object = Objects.requireNonNull(object, "object");
    }

    /**
     * What all of ktime_get_ns and its like return, in nanoseconds; jiffies64 counts 250 a second.
     */
    public Builder clock(LongSupplier nanoseconds) {
      environment.clock = Objects.requireNonNull(nanoseconds, "nanoseconds");
      return this;
    }

    /** Where get_prandom_u32's numbers begin. */
    public Builder seed(long itsSeed) {
      environment.seed(itsSeed);
      return this;
    }

    /**
     * The processor that programs run on until {@link Vm#processor} says otherwise: what
     * get_smp_processor_id returns. There are at least that many, then.
     */
    public Builder processor(int number) {
      environment.processor = Objects.checkIndex(number, MAX_PROCESSORS);
      environment.processors = Math.max(environment.processors, number + 1);
      return this;
    }

    /**
     * How many processors there are: that many values has each key of a per-CPU map. 1 where
     * nothing is said.
     */
    public Builder processors(int count) {
      if (count <= environment.processor || count > MAX_PROCESSORS) {
        throw new IllegalArgumentException(
            count + " processors, of which number " + environment.processor + " is the current");
      }
      environment.processors = count;
      return this;
    }

    /** What get_numa_node_id returns. */
    public Builder node(int number) {
      environment.node = number;
      return this;
    }

    /** The task that programs run in; {@link CurrentTask#INIT} where nothing is said. */
    public Builder task(CurrentTask task) {
      environment.task = Objects.requireNonNull(task, "task");
      return this;
    }

    /** What probe_read_kernel and its like read besides the VM's own memory. */
    public Builder kernelMemory(AddressSpace memory) {
      environment.kernel = Objects.requireNonNull(memory, "memory");
      return this;
    }

    /** What probe_read_user, copy_from_user and their like read: none of the VM's own memory. */
    public Builder userMemory(AddressSpace memory) {
      environment.user = Objects.requireNonNull(memory, "memory");
      return this;
    }

    /**
     * What the programs are attached to.
     *
     * @param cookie what get_attach_cookie returns
     * @param functionAddress what get_func_ip returns
     */
    public Builder attached(long cookie, long functionAddress) {
      environment.attachCookie = cookie;
      environment.functionAddress = functionAddress;
      return this;
    }

    /** Takes what trace_printk prints, one call a print. */
    public Builder printer(Consumer<String> lines) {
      environment.printer = Objects.requireNonNull(lines, "lines");
      return this;
    }

    /**
     * Replaces a helper, or adds one that the VM does not have.
     *
     * @throws IllegalArgumentException for tail_call, which is a jump and no call
     */
    public Builder helper(Helper helper, HelperFunction function) {
      if (helper == Helper.TAIL_CALL) {
        throw new IllegalArgumentException("tail_call cannot be replaced");
      }
      helpers.put(helper, Objects.requireNonNull(function, "function"));
      return this;
    }

    /**
     * Adds a kfunc, of which the VM has none of its own.
     *
     * @param name as programs call it, such as {@code bpf_task_acquire}
     */
    public Builder kfunc(String name, HelperFunction function) {
      kfuncs.put(
          Objects.requireNonNull(name, "name"), Objects.requireNonNull(function, "function"));
      return this;
    }

    /** Is told of every instruction; null for none. */
    public Builder tracer(Tracer itsTracer) {
      tracer = itsTracer;
      return this;
    }

    /** How many instructions one run may execute. */
    public Builder budget(long instructions) {
      budget = instructions;
      return this;
    }

    /**
     * Links the object and makes its maps.
     *
     * @throws io.bpf4j.LinkException where the object cannot be linked
     */
    public Vm build() {
      return new Vm(this);
    }
  }

  private Lowered lowered(String name) {
    Lowered known = programs.get(name);
    if (known == null) {
      ProgramSpec program =
          object
              .program(name)
              .orElseThrow(() -> new IllegalArgumentException("no program " + name));
      Region code = Region.opaque("program " + name);
      known =
          Lowering.lower(
              name,
              program.code(),
              maps::addressOf,
              memory.add(code),
              helpers::kfunc,
              memory.isBigEndian());
      code.code = known;
      programs.put(name, known);
    }
    return known;
  }

  /** The map with a name, to read and change between runs. */
  public Optional<VmMap> map(String name) {
    return Optional.ofNullable(maps.get(name)).map(VmMap::new);
  }

  /**
   * The queue or stack with a name.
   *
   * @throws IllegalArgumentException where the object has no such map, or one of another kind; so
   *     do the following methods
   */
  public VmQueue queue(String name) {
    return new VmQueue(store(name, QueueStore.class));
  }

  /** The bloom filter with a name. */
  public VmBloomFilter bloomFilter(String name) {
    return new VmBloomFilter(store(name, BloomStore.class));
  }

  /** The ring buffer with a name. */
  public VmRingBuffer ringBuffer(String name) {
    return new VmRingBuffer(store(name, RingBufferStore.class));
  }

  /** The user ring buffer with a name. */
  public VmUserRingBuffer userRingBuffer(String name) {
    return new VmUserRingBuffer(store(name, UserRingBufferStore.class));
  }

  /** The perf event array with a name. */
  public VmPerfEventArray perfEventArray(String name) {
    return new VmPerfEventArray(store(name, PerfEventStore.class));
  }

  /** The storage local to sockets, tasks, inodes or cgroups with a name. */
  public VmLocalStorage localStorage(String name) {
    return new VmLocalStorage(store(name, LocalStorage.class));
  }

  private <T extends MapStore> T store(String name, Class<T> kind) {
    MapStore store = maps.get(name);
    if (!kind.isInstance(store)) {
      String found = store == null ? "there is no map " : "of another kind is map ";
      throw new IllegalArgumentException(found + name);
    }
    return kind.cast(store);
  }

  /** Makes a map besides the object's, to put into a map of maps. */
  public VmMap createMap(MapSpec spec) {
    return new VmMap(maps.add(Objects.requireNonNull(spec, "spec")));
  }

  /**
   * Moves to another processor.
   *
   * @throws IndexOutOfBoundsException where there is no such processor
   */
  public void processor(int number) {
    environment.processor = Objects.checkIndex(number, environment.processors);
  }

  /**
   * Runs a program.
   *
   * @param program its name
   * @param input what it runs on
   * @return how it ended: a fault of the program is in there, not thrown
   * @throws IllegalArgumentException where the object has no such program
   */
  public Run run(String program, Input input) {
    VmProgram once = program(program);
    once.run(input);
    return once.result();
  }

  /**
   * A program, to run many times.
   *
   * @param name its name
   * @throws IllegalArgumentException where the object has no such program
   */
  public VmProgram program(String name) {
    return new VmProgram(this, lowered(name));
  }

  long execute(VmProgram program, Lowered code, Input input) {
    last = null;
    long context = contexts.enter(input);
    long r0 = interpreter.run(code, context, Contexts.secondArgument(input));
    last = program;
    return r0;
  }

  /** The interpreter, after a run of the program and no other. */
  Interpreter interpreter(VmProgram program) {
    requireLast(program);
    return interpreter;
  }

  Contexts contexts(VmProgram program) {
    requireLast(program);
    return contexts;
  }

  Run result(VmProgram program) {
    requireLast(program);
    return contexts.leave(interpreter.result(), interpreter.fault(), interpreter.executed());
  }

  private void requireLast(VmProgram program) {
    if (program != last) {
      throw new IllegalStateException("the VM's last run was none of " + program.name());
    }
  }
}
