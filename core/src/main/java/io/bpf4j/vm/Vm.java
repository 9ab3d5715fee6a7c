package io.bpf4j.vm;

import io.bpf4j.isa.Imm64;
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

  private final ObjectSpec object;
  private final Memory memory;
  private final Map<String, MapStore> maps = new LinkedHashMap<>();
  private final Map<String, Long> mapAddresses = new HashMap<>();
  private final Map<String, Lowered> programs = new HashMap<>();
  private final Contexts contexts;
  private final HelperTable helpers;
  private final Interpreter interpreter;

  private Vm(Builder builder) {
    object = builder.object.subprograms().isEmpty() ? builder.object : Linker.link(builder.object);
    memory = new Memory(object.byteOrder());
    PacketBytes packet = new PacketBytes(memory);
    contexts = new Contexts(memory, packet);
    helpers = new HelperTable();
    Environment environment = builder.environment.copy();
    new MapHelpers(memory).addTo(helpers);
    new EnvironmentHelpers(environment).addTo(helpers);
    new PrintHelpers(memory, environment).addTo(helpers);
    new PacketHelpers(packet).addTo(helpers);
    replaceHelpers(builder, environment);
    interpreter =
        new Interpreter(memory, helpers, contexts, this::lowered, builder.tracer, builder.budget);
    object.maps().forEach(this::addMap);
  }

  private void replaceHelpers(Builder builder, Environment environment) {
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

    /** What ktime_get_ns and ktime_get_boot_ns return, in nanoseconds. */
    public Builder clock(LongSupplier nanoseconds) {
      environment.clock(nanoseconds);
      return this;
    }

    /** Where get_prandom_u32's numbers begin. */
    public Builder seed(long itsSeed) {
      environment.seed(itsSeed);
      return this;
    }

    /** What get_smp_processor_id returns. */
    public Builder processor(int number) {
      environment.processor = number;
      return this;
    }

    /** Takes what trace_printk prints, one call a print. */
    public Builder printer(Consumer<String> lines) {
      environment.printer(lines);
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

    /** Is told of every instruction; null for none, which is much faster. */
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

  private void addMap(MapSpec spec) {
    MapStore store = MapStores.create(spec, memory);
    Region handle = Region.opaque("map " + spec.name());
    handle.map = store;
    mapAddresses.put(spec.name(), memory.add(handle));
    store.elementsAddress = memory.add(store.elements());
    maps.put(spec.name(), store);
  }

  private Lowered lowered(String name) {
    Lowered known = programs.get(name);
    if (known == null) {
      ProgramSpec program =
          object
              .program(name)
              .orElseThrow(() -> new IllegalArgumentException("no program " + name));
      known =
          Lowering.lower(
              name, program.code(), this::addressOf, helpers::kfunc, memory.isBigEndian());
      programs.put(name, known);
    }
    return known;
  }

  private Long addressOf(Imm64 reference) {
    if (reference instanceof Imm64.MapReference map) {
      return mapAddresses.get(map.map());
    }
    if (reference instanceof Imm64.MapValueReference value && maps.containsKey(value.map())) {
      if (maps.get(value.map()) instanceof ArrayStore array) {
        array.makeFirst();
      }
      return maps.get(value.map()).elementsAddress + value.offset();
    }
    return null;
  }

  /** The map with a name, to read and change between runs. */
  public Optional<VmMap> map(String name) {
    return Optional.ofNullable(maps.get(name)).map(VmMap::new);
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
    Lowered first = lowered(program);
    long context = contexts.enter(Objects.requireNonNull(input, "input"));
    return interpreter.run(first, context, Contexts.secondArgument(input));
  }
}
