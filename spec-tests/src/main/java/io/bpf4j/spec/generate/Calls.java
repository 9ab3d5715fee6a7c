package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R5;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;

import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;

/** Helper calls with right and wrong arguments. */
final class Calls {
  private Calls() {}

  /** The family: some calls, then a register that a call loses or keeps. */
  static void write(Sketch s) {
    Maps.value(s, R7, MapKit.ARRAY);
    s.mov(R8, s.dice.between(0, 16));
    int count = s.dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      s.store(Size.DW, R10, -8, s.dice.constant()).store(Size.DW, R10, -16, 0);
      call(s);
      if (s.dice.percent(40)) {
        s.mov(s.dice.pick(R2, R3), s.slip() ? s.dice.pick(R1, R4, R5) : s.dice.pick(R0, R7));
      }
    }
  }

  private static void call(Sketch s) {
    switch (s.dice.below(10)) {
      case 0 -> s.call(s.dice.pick(Helper.KTIME_GET_NS, Helper.GET_PRANDOM_U32));
      case 1 -> processor(s);
      case 2 -> print(s);
      case 3 -> output(s);
      case 4 -> update(s);
      case 5 -> absent(s);
      case 6 -> noMap(s);
      default -> special(s);
    }
  }

  /** The number of the processor has known limits. */
  private static void processor(Sketch s) {
    s.call(
        s.dice.pick(
            Helper.GET_SMP_PROCESSOR_ID, Helper.GET_SMP_PROCESSOR_ID, Helper.GET_NUMA_NODE_ID));
    if (s.dice.percent(60)) {
      // How many there are depends on the machine: claims that hold on all, or on none.
      s.jump(JumpOp.JGT, R0, s.slip() ? 0 : s.dice.pickInt(8191, 0xffff), s.bad());
    }
  }

  private static void print(Sketch s) {
    s.store(Size.W, R10, -8, 0x0a6425).mov(R3, s.dice.pick(R8, R8, R7));
    int size = s.slip() ? s.dice.pickInt(0, -1, 9, 16, 513) : s.dice.between(1, 8);
    s.mov(R2, size).point(R1, R10, -8).call(Helper.TRACE_PRINTK);
  }

  private static void output(Sketch s) {
    int size = s.slip() ? s.dice.pickInt(-1, 49, 400, 17) : s.dice.pickInt(0, 1, 8, 16);
    s.mov(R1, s.slip() ? R7 : R6);
    s.map(R2, s.slip() ? s.dice.pick(MapKit.ALL) : MapKit.EVENTS);
    s.mov(R3, s.dice.pickInt(0, -1)).mov(R5, size);
    if (s.dice.percent(50)) {
      s.mov(R4, R7);
    } else {
      s.point(R4, R10, -16);
    }
    s.call(Helper.PERF_EVENT_OUTPUT);
  }

  private static void update(Sketch s) {
    MapSpec map = s.dice.pick(MapKit.HASH, MapKit.SMALL_ARRAY, MapKit.READ_ONLY);
    s.map(R1, map).point(R2, R10, s.slip() ? -7 : -8).point(R3, R10, s.slip() ? -8 : -16);
    s.mov(R4, 0);
    if (s.slip()) {
      s.mov(s.dice.pick(R1, R2, R3, R4), s.dice.pick(R6, R7, R8, R10));
    }
    s.call(s.dice.pick(Helper.MAP_UPDATE_ELEM, Helper.MAP_UPDATE_ELEM, Helper.MAP_DELETE_ELEM));
  }

  /** A helper that this type of program lacks, or that needs a license, or does not exist. */
  private static void absent(Sketch s) {
    s.mov(R1, R6).mov(R2, 0);
    if (s.slip()) {
      s.with(
          new io.bpf4j.isa.Call(
              new io.bpf4j.isa.Callee.Helper(
                  s.dice.pickInt(0, 3, 4, 25, 26, 28, 44, 51, 112, 113, 211, 212, 213, 5000, -1))));
    } else {
      s.call(Helper.GET_SMP_PROCESSOR_ID);
    }
  }

  private static void noMap(Sketch s) {
    s.map(R1, s.slip() ? s.dice.pick(MapKit.EVENTS, MapKit.PROGRAMS, MapKit.RING) : MapKit.ARRAY);
    s.point(R2, R10, s.slip() ? 0 : -8);
    if (s.slip()) {
      s.mov(s.dice.pick(R1, R2), s.dice.pick(R6, R7, R8, R5));
    }
    s.call(Helper.MAP_LOOKUP_ELEM);
    s.jump(JumpOp.JEQ, R0, 0, s.out()).load(Size.W, R3, R0, s.near(0));
  }

  private static void special(Sketch s) {
    if (s.is(ProgramType.TRACEPOINT)) {
      tracing(s);
    } else if (s.is(ProgramType.XDP)) {
      packet(s);
    } else {
      int size = s.slip() ? s.dice.pickInt(0, -1, 20, 600) : s.dice.between(1, 16);
      Register target = s.slip() ? s.dice.pick(R6, R8) : s.dice.pick(R7, R10);
      s.mov(R1, R6).mov(R2, s.dice.constant()).point(R3, target, target == R10 ? -16 : 0);
      s.mov(R4, size).call(s.dice.pick(Helper.SKB_LOAD_BYTES, Helper.SKB_LOAD_BYTES_RELATIVE));
    }
  }

  private static void tracing(Sketch s) {
    int size = s.slip() ? s.dice.pickInt(0, -1, 49, 513) : s.dice.between(0, 16);
    Register target = s.slip() ? s.dice.pick(R6, R8) : s.dice.pick(R7, R10);
    s.point(R1, target, target == R10 ? -16 : 0).mov(R2, size).mov(R3, s.dice.pick(R8, R7, R6));
    s.call(
        s.dice.pick(
            Helper.PROBE_READ_KERNEL,
            Helper.PROBE_READ_USER,
            Helper.PROBE_READ_KERNEL_STR,
            Helper.GET_CURRENT_COMM));
  }

  private static void packet(Sketch s) {
    switch (s.dice.below(3)) {
      case 0 -> {
        int size = s.slip() ? s.dice.pickInt(-1, 512, 17) : s.dice.pickInt(0, 4, 8, 16);
        boolean none = s.dice.percent(40);
        s.point(R1, R10, -16).mov(R2, none ? 0 : size).mov(R4, none ? size : 0).mov(R5, 0);
        s.point(R3, R10, -16);
        if (s.dice.percent(60)) {
          s.mov(none ? R1 : R3, 0);
        }
        s.call(Helper.CSUM_DIFF);
      }
      case 1 ->
          s.mov(R1, s.slip() ? R7 : R6).mov(R2, s.slip() ? R7 : R8).call(Helper.XDP_ADJUST_HEAD);
      default -> s.mov(R1, s.dice.pickInt(1, 5)).mov(R2, s.slip() ? R7 : R8).call(Helper.REDIRECT);
    }
  }
}
