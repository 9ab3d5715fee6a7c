package io.bpf4j.dsl;

import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * An object under construction: declares its maps, subprograms and programs. The entry to the DSL.
 *
 * <pre>{@code
 * ObjectSpec object = Bpf.object("drop_blocked", bpf -> {
 *   var blocked = bpf.hashMap("blocked", BE32, U64, 1024);
 *   bpf.xdp("drop_blocked", xdp -> {
 *     var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
 *     ...
 *     xdp.ret(XDP_PASS);
 *   });
 * });
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class Bpf {
  private final String name;
  private final BtfBuilder btf = new BtfBuilder();
  private final List<MapHandle> maps = new ArrayList<>();
  private final List<ProgramSpec> programs = new ArrayList<>();
  private final List<SubprogramSpec> subprograms = new ArrayList<>();
  private final Set<String> functionNames = new HashSet<>();
  private String license = "";
  private Scope current;

  private Bpf(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * Builds an object for little-endian machines.
   *
   * @param name the object's name
   * @param body declares what is in it
   * @throws io.bpf4j.AssemblyException where the DSL is misused, with the Java file and line
   */
  public static ObjectSpec object(String name, Consumer<Bpf> body) {
    Bpf bpf = new Bpf(name);
    body.accept(bpf);
    List<MapSpec> specs = bpf.maps.stream().map(map -> map.spec(bpf.btf)).toList();
    return new ObjectSpec(
        name,
        ByteOrder.LITTLE_ENDIAN,
        bpf.license,
        bpf.programs,
        bpf.subprograms,
        specs,
        bpf.btf.build(),
        List.of());
  }

  /**
   * The license of the programs, such as {@code "GPL"}. To be said first: some helpers are only for
   * licenses that the kernel takes as GPL-compatible.
   */
  public void license(String newLicense) {
    license = Objects.requireNonNull(newLicense, "license");
  }

  // Maps.

  /** A hash table of numbers. */
  public <K extends Scalar<K>, V extends Scalar<V>> ScalarMap<K, V> hashMap(
      String map, Type<K> key, Type<V> value, int maxEntries) {
    return added(new ScalarMap<>(this, map, MapType.HASH, key, value, maxEntries));
  }

  /** A hash table of structs. */
  public <K extends Scalar<K>, L> StructMap<K, L> hashMap(
      String map, Type<K> key, Layout<L> value, int maxEntries) {
    return added(new StructMap<>(this, map, MapType.HASH, key, value, maxEntries));
  }

  /** A hash table of numbers that forgets the least recently used. */
  public <K extends Scalar<K>, V extends Scalar<V>> ScalarMap<K, V> lruHashMap(
      String map, Type<K> key, Type<V> value, int maxEntries) {
    return added(new ScalarMap<>(this, map, MapType.LRU_HASH, key, value, maxEntries));
  }

  /** An array of numbers. */
  public <V extends Scalar<V>> ScalarMap<U32, V> array(String map, Type<V> value, int maxEntries) {
    return added(new ScalarMap<>(this, map, MapType.ARRAY, Types.U32, value, maxEntries));
  }

  /** An array of structs. */
  public <L> StructMap<U32, L> array(String map, Layout<L> value, int maxEntries) {
    return added(new StructMap<>(this, map, MapType.ARRAY, Types.U32, value, maxEntries));
  }

  /** An array of numbers, one for each processor. */
  public <V extends Scalar<V>> ScalarMap<U32, V> perCpuArray(
      String map, Type<V> value, int maxEntries) {
    return added(new ScalarMap<>(this, map, MapType.PERCPU_ARRAY, Types.U32, value, maxEntries));
  }

  /**
   * A table of programs for tail calls.
   *
   * @param type the class of the programs' bodies, such as {@code Xdp.class}
   */
  public <P extends ProgramScope<P>> ProgArray<P> progArray(
      String map, Class<P> type, int maxEntries) {
    Objects.requireNonNull(type, "type");
    return added(new ProgArray<>(this, map, maxEntries));
  }

  private <M extends MapHandle> M added(M map) {
    if (maps.stream().anyMatch(other -> other.name().equals(map.name()))) {
      throw Source.error("there is already a map " + map.name());
    }
    maps.add(map);
    return map;
  }

  // Programs.

  /** An XDP program. */
  public Program<Xdp> xdp(String program, Consumer<Xdp> body) {
    Declaration declaration = new Declaration(this, program, "xdp", 1);
    declaration.write(new Xdp(this, declaration.builder()), body);
    return program(declaration, "xdp", ProgramType.XDP, Signatures.xdp(btf));
  }

  /** A socket filter. */
  public Program<SocketFilter> socketFilter(String program, Consumer<SocketFilter> body) {
    Declaration declaration = new Declaration(this, program, "socketFilter", 1);
    declaration.write(new SocketFilter(this, declaration.builder()), body);
    return program(declaration, "socket", ProgramType.SOCKET_FILTER, Signatures.socketFilter(btf));
  }

  /**
   * A program on a tracepoint.
   *
   * @param tracepoint category and name, such as {@code "sched/sched_switch"}
   * @param layout of the tracepoint's record
   */
  public <L> Program<Tracepoint<L>> tracepoint(
      String program, String tracepoint, Layout<L> layout, Consumer<Tracepoint<L>> body) {
    Declaration declaration = new Declaration(this, program, "tracepoint", 1);
    declaration.write(new Tracepoint<>(this, declaration.builder(), layout), body);
    int context = layout.btfType(btf);
    return program(
        declaration,
        "tracepoint/" + tracepoint,
        ProgramType.TRACEPOINT,
        Signatures.program(btf, context));
  }

  private <P extends ProgramScope<P>> Program<P> program(
      Declaration declaration, String section, ProgramType type, int prototype) {
    int function = btf.func(declaration.name(), prototype, BtfType.Linkage.GLOBAL);
    programs.add(declaration.program(section, type, function));
    return new Program<>(declaration.name());
  }

  // Subprograms.

  /** A subprogram of one parameter. */
  public <A extends Scalar<A>, R extends Scalar<R>> Subprogram.Of1<A, R> subprogram(
      String function, Type<R> result, Type<A> first, BiConsumer<SubprogramScope<R>, A> body) {
    Declaration declaration = new Declaration(this, function, "subprogram", 1);
    FunctionBuilder builder = declaration.builder();
    declaration.write(
        new SubprogramScope<>(this, builder, result),
        scope -> body.accept(scope, first.value(builder, builder.parameter(0))));
    subprogram(declaration, result, first);
    return new Subprogram.Of1<>(this, function, result);
  }

  /** A subprogram of two parameters. */
  public <A extends Scalar<A>, B extends Scalar<B>, R extends Scalar<R>>
      Subprogram.Of2<A, B, R> subprogram(
          String function,
          Type<R> result,
          Type<A> first,
          Type<B> second,
          Subprogram.Body2<SubprogramScope<R>, A, B> body) {
    Declaration declaration = new Declaration(this, function, "subprogram", 2);
    FunctionBuilder builder = declaration.builder();
    declaration.write(
        new SubprogramScope<>(this, builder, result),
        scope ->
            body.write(
                scope,
                first.value(builder, builder.parameter(0)),
                second.value(builder, builder.parameter(1))));
    subprogram(declaration, result, first, second);
    return new Subprogram.Of2<>(this, function, result);
  }

  /** A subprogram of three parameters. */
  public <A extends Scalar<A>, B extends Scalar<B>, C extends Scalar<C>, R extends Scalar<R>>
      Subprogram.Of3<A, B, C, R> subprogram(
          String function,
          Type<R> result,
          Type<A> first,
          Type<B> second,
          Type<C> third,
          Subprogram.Body3<SubprogramScope<R>, A, B, C> body) {
    Declaration declaration = new Declaration(this, function, "subprogram", 3);
    FunctionBuilder builder = declaration.builder();
    declaration.write(
        new SubprogramScope<>(this, builder, result),
        scope ->
            body.write(
                scope,
                first.value(builder, builder.parameter(0)),
                second.value(builder, builder.parameter(1)),
                third.value(builder, builder.parameter(2))));
    subprogram(declaration, result, first, second, third);
    return new Subprogram.Of3<>(this, function, result);
  }

  private void subprogram(Declaration declaration, Type<?> result, Type<?>... parameters) {
    int prototype = Signatures.subprogram(btf, result, parameters);
    int function = btf.func(declaration.name(), prototype, BtfType.Linkage.STATIC);
    subprograms.add(declaration.subprogram(function));
  }

  // What the DSL's own classes ask.

  /** Begins a function. */
  void begin(Scope scope, String function) {
    if (current != null) {
      throw Source.error(
          function + " is declared inside " + current.builder().name() + ": declare it beside it");
    }
    Identifiers.require("a program or subprogram", function);
    if (!functionNames.add(function)) {
      throw Source.error("there is already a program or subprogram " + function);
    }
    current = scope;
  }

  /** Ends the function. */
  void end() {
    current = null;
  }

  /** The function that is being written. */
  Scope current(String what) {
    if (current == null) {
      throw Source.error(what + " is only possible in the body of a program or subprogram");
    }
    return current;
  }

  void requireCurrent(Scope scope) {
    if (scope != current) {
      throw Source.error(
          "the body of " + scope.builder().name() + " has ended: use the scope of this body");
    }
  }

  void requireOwn(MapHandle map) {
    if (map.bpf() != this) {
      throw Source.error("map " + map.name() + " belongs to object " + map.bpf().name);
    }
  }

  void requireLicenseFor(Helper helper) {
    if (ObjectSpec.isGplCompatible(license)) {
      return;
    }
    // Which helpers these are has hardly changed from kernel to kernel.
    boolean gplOnly =
        KernelProfile.builtIn("6.18")
            .helper(helper.number())
            .map(HelperPrototype::gplOnly)
            .orElse(false);
    if (gplOnly) {
      throw Source.error(
          "the kernel gives "
              + helper
              + " to GPL-compatible programs only: say bpf.license(\"GPL\") first, if that is so");
    }
  }
}
