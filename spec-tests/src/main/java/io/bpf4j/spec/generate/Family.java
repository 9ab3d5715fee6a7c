package io.bpf4j.spec.generate;

import static io.bpf4j.uapi.ProgramType.SCHED_CLS;
import static io.bpf4j.uapi.ProgramType.SOCKET_FILTER;
import static io.bpf4j.uapi.ProgramType.TRACEPOINT;
import static io.bpf4j.uapi.ProgramType.XDP;

import io.bpf4j.uapi.ProgramType;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a generated program is about. Each family writes programs that are right, near the border of
 * what is right, or wrong in one place; {@code slips} is how likely each of its mistakes is, chosen
 * so that the kernel accepts about half of the family's programs.
 */
public enum Family {
  RANGE_MAP_VALUE(8, 10, Ranges::mapValue),
  RANGE_STACK(6, 8, Ranges::stack),
  RANGE_SIZE(5, 8, Ranges::size),
  RANGE_CLAIM(8, 4, Ranges::claims),
  RANGE_LINKED(7, 5, Ranges::linked),
  STACK(9, 10, Stack::write),
  PACKET(12, 10, Packet::write, XDP),
  CONTEXT(6, 20, Context::write),
  MAP(9, 10, Maps::write),
  ATOMIC(5, 10, Atomics::write),
  CALL(7, 15, Calls::write),
  SUBPROGRAM(8, 20, Subprograms::write),
  LOOP(7, 26, Loops::write),
  TAIL_CALL(5, 15, TailCalls::write),
  FLOW(6, 15, Flow::write),
  POINTER(7, 15, Pointers::write),
  LEGACY_LOAD(3, 28, LegacyLoads::write, SOCKET_FILTER),
  ENCODING(4, 26, Family::encoding),
  RECORD(5, 13, Records::write),
  GLOBAL(4, 16, Globals::write),
  PROTOTYPE(4, 10, Prototypes::write),
  JOIN(9, 16, Joins::write),
  PROGRAM_TYPE(12, 8, AnyType::write, Variant.ofGenerator()),
  SOCKET(7, 6, Sockets::write, XDP, SCHED_CLS),
  CALLBACK(8, 6, Callbacks::write),
  MAY_GOTO(2, 6, Callbacks::mayGoto),
  MIXED(8, 4, Family::mixed);

  private final int weight;
  private final int slips;
  private final Consumer<Sketch> writer;
  private final List<Variant> variants;

  Family(int weight, int slips, Consumer<Sketch> writer, ProgramType... types) {
    this(weight, slips, writer, variants(types));
  }

  Family(int weight, int slips, Consumer<Sketch> writer, List<Variant> variants) {
    this.weight = weight;
    this.slips = slips;
    this.writer = writer;
    this.variants = variants;
  }

  private static List<Variant> variants(ProgramType... types) {
    List<ProgramType> given =
        types.length == 0 ? List.of(XDP, SOCKET_FILTER, TRACEPOINT) : List.of(types);
    return given.stream().map(Variant::of).toList();
  }

  /** How many programs of this family there are, relative to the others. */
  int weight() {
    return weight;
  }

  /** Per cent. */
  int slips() {
    return slips;
  }

  /** The program types that have what this family is about. */
  List<Variant> variants() {
    return variants;
  }

  void write(Sketch sketch) {
    writer.accept(sketch);
  }

  private static void encoding(Sketch s) {
    if (s.dice.percent(30)) {
      Encodings.constants(s);
    }
    Encodings.write(s);
  }

  private static void mixed(Sketch s) {
    List<Family> parts =
        List.of(RANGE_MAP_VALUE, RANGE_STACK, RANGE_CLAIM, STACK, MAP, ATOMIC, LOOP, FLOW, CONTEXT);
    int count = s.dice.between(2, 3);
    for (int i = 0; i < count; i++) {
      boolean packet = s.is(XDP) && s.dice.percent(25);
      (packet ? PACKET : s.dice.pick(parts)).write(s);
    }
  }
}
