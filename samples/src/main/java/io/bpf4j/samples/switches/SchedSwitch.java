package io.bpf4j.samples.switches;

import static io.bpf4j.dsl.Types.S32;
import static io.bpf4j.dsl.Types.S64;
import static io.bpf4j.dsl.Types.U8;

import io.bpf4j.dsl.ArrayField;
import io.bpf4j.dsl.Field;
import io.bpf4j.dsl.Layout;
import io.bpf4j.dsl.S32;
import io.bpf4j.dsl.S64;
import io.bpf4j.dsl.U8;

/** The record of tracepoint sched:sched_switch (tracefs: events/sched/sched_switch/format). */
public final class SchedSwitch {
  private static final int COMMON_FIELDS = 8;
  private static final int COMM_LENGTH = 16;

  private static final Layout.Builder<SchedSwitch> STRUCT =
      Layout.<SchedSwitch>struct("trace_event_raw_sched_switch").padding(COMMON_FIELDS);

  /** Name of the thread that stops running. */
  public static final ArrayField<SchedSwitch, U8> PREV_COMM =
      STRUCT.array("prev_comm", U8, COMM_LENGTH);

  /** Thread id of the thread that stops running. */
  public static final Field<SchedSwitch, S32> PREV_PID = STRUCT.field("prev_pid", S32);

  /** Its priority. */
  public static final Field<SchedSwitch, S32> PREV_PRIO = STRUCT.field("prev_prio", S32);

  /** Its state: 0 where it would go on running. */
  public static final Field<SchedSwitch, S64> PREV_STATE = STRUCT.field("prev_state", S64);

  /** Name of the thread that begins to run. */
  public static final ArrayField<SchedSwitch, U8> NEXT_COMM =
      STRUCT.array("next_comm", U8, COMM_LENGTH);

  /** Thread id of the thread that begins to run. */
  public static final Field<SchedSwitch, S32> NEXT_PID = STRUCT.field("next_pid", S32);

  /** Its priority. */
  public static final Field<SchedSwitch, S32> NEXT_PRIO = STRUCT.field("next_prio", S32);

  /** The record. */
  public static final Layout<SchedSwitch> LAYOUT = STRUCT.build();

  private SchedSwitch() {}
}
