package io.bpf4j.samples.switches;

import static io.bpf4j.dsl.Types.S32;
import static io.bpf4j.dsl.Types.U64;

import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.U64;
import io.bpf4j.object.ObjectSpec;

/**
 * Counts for every thread how often it was preempted, that is, stopped while it would have gone on
 * running: the map {@code preempted} from thread id to count. Shows a tracepoint and a map that
 * grows.
 */
public final class CountSwitches {
  private CountSwitches() {}

  /** The object: program {@code count_switches} on tracepoint sched:sched_switch. */
  public static ObjectSpec object() {
    return Bpf.object(
        "count_switches",
        bpf -> {
          bpf.license("GPL");
          var preempted = bpf.lruHashMap("preempted", S32, U64, 4096);

          bpf.tracepoint(
              "count_switches",
              "sched/sched_switch",
              SchedSwitch.LAYOUT,
              event -> {
                event.when(event.get(SchedSwitch.PREV_STATE).ne(0), event::ret);
                var thread = event.get(SchedSwitch.PREV_PID);
                preempted
                    .lookup(thread)
                    .ifPresent(
                        count -> count.atomicAdd(1), () -> preempted.update(thread, U64.of(1)));
                event.ret();
              });
        });
  }
}
